package sample

import com.fasterxml.jackson.annotation.JsonProperty
import dev.agentsdk.schema.Description

enum class Color { RED, GREEN }

data class Inner(val n: Int, val tags: List<String>)

@Description("A sample.")
data class Sample(
    @Description("the name") val name: String,
    val note: String?,
    val count: Int = 7,
    val inner: Inner?,
    @JsonProperty("all_colors") val colors: List<Color>,
    val weight: Double?,
    val mode: String = "fast",
) {
    val extra: String = "x"
}

sealed interface Shape

data class Circle(val radius: Double) : Shape

data class Square(val side: Double) : Shape

sealed class Step

data class Wait(val seconds: Int) : Step()

data class Drawing(val shape: Shape, val steps: List<Step>)

class Plain(val name: String)
