package dev.agentsdk.builtin;

import java.util.Map;
import java.util.Set;

/**
 * The names of the built-in tools of {@code claude} 2.1.332, for permission rules, hook matchers and the input of hooks. Which
 * of them a session has depends on the version, the platform and the options; {@code InitMessage} lists them.
 */
public final class ToolNames {

    /** {@value} */
    public static final String AGENT = "Agent";

    /** {@value} */
    public static final String ARTIFACT = "Artifact";

    /** {@value} */
    public static final String ASK_USER_QUESTION = "AskUserQuestion";

    /** {@value} */
    public static final String BASH = "Bash";

    /** {@value} */
    public static final String CLAUDE_DESIGN = "ClaudeDesign";

    /** {@value} */
    public static final String CRON_CREATE = "CronCreate";

    /** {@value} */
    public static final String CRON_DELETE = "CronDelete";

    /** {@value} */
    public static final String CRON_LIST = "CronList";

    /** {@value} */
    public static final String EDIT = "Edit";

    /** {@value} */
    public static final String END_CONVERSATION = "EndConversation";

    /** {@value} */
    public static final String ENTER_PLAN_MODE = "EnterPlanMode";

    /** {@value} */
    public static final String ENTER_WORKTREE = "EnterWorktree";

    /** {@value} */
    public static final String EXIT_PLAN_MODE = "ExitPlanMode";

    /** {@value} */
    public static final String EXIT_WORKTREE = "ExitWorktree";

    /** {@value} */
    public static final String GLOB = "Glob";

    /** {@value} */
    public static final String GREP = "Grep";

    /** {@value} */
    public static final String LIST_AGENTS = "ListAgents";

    /** {@value} */
    public static final String LIST_MCP_RESOURCES_TOOL = "ListMcpResourcesTool";

    /** {@value} */
    public static final String LSP = "LSP";

    /** {@value} */
    public static final String MONITOR = "Monitor";

    /** {@value} */
    public static final String NOTEBOOK_EDIT = "NotebookEdit";

    /** {@value} */
    public static final String OFFER_CHROME_SETUP = "OfferChromeSetup";

    /** {@value} */
    public static final String POWER_SHELL = "PowerShell";

    /** {@value} */
    public static final String PROJECTS = "Projects";

    /** {@value} */
    public static final String PROPOSE_SKILLS = "propose_skills";

    /** {@value} */
    public static final String PUSH_NOTIFICATION = "PushNotification";

    /** {@value} */
    public static final String READ = "Read";

    /** {@value} */
    public static final String READ_MCP_RESOURCE_DIR_TOOL = "ReadMcpResourceDirTool";

    /** {@value} */
    public static final String READ_MCP_RESOURCE_TOOL = "ReadMcpResourceTool";

    /** {@value} */
    public static final String READ_NOTIFICATIONS = "ReadNotifications";

    /** {@value} */
    public static final String REMOTE_TRIGGER = "RemoteTrigger";

    /** {@value} */
    public static final String REPORT_FINDINGS = "ReportFindings";

    /** {@value} */
    public static final String SCHEDULE_WAKEUP = "ScheduleWakeup";

    /** {@value} */
    public static final String SEND_FEEDBACK = "SendFeedback";

    /** {@value} */
    public static final String SEND_MESSAGE = "SendMessage";

    /** {@value} */
    public static final String SEND_USER_FILE = "SendUserFile";

    /** {@value} */
    public static final String SEND_USER_MESSAGE = "SendUserMessage";

    /** {@value} */
    public static final String SET_GOAL = "SetGoal";

    /** {@value} */
    public static final String SHARE_ONBOARDING_GUIDE = "ShareOnboardingGuide";

    /** {@value} */
    public static final String SHOW_ONBOARDING_ROLE_PICKER = "ShowOnboardingRolePicker";

    /** {@value} */
    public static final String SKILL = "Skill";

    /** {@value} */
    public static final String SUBAGENT_HANDBACK = "SubagentHandback";

    /** {@value} */
    public static final String TASK_CREATE = "TaskCreate";

    /** {@value} */
    public static final String TASK_GET = "TaskGet";

    /** {@value} */
    public static final String TASK_LIST = "TaskList";

    /** {@value} */
    public static final String TASK_STOP = "TaskStop";

    /** {@value} */
    public static final String TASK_UPDATE = "TaskUpdate";

    /** {@value} */
    public static final String TODO_WRITE = "TodoWrite";

    /** {@value} */
    public static final String TOOL_SEARCH = "ToolSearch";

    /** {@value} */
    public static final String WAIT_FOR_MCP_SERVERS = "WaitForMcpServers";

    /** {@value} */
    public static final String WEB_FETCH = "WebFetch";

    /** {@value} */
    public static final String WEB_SEARCH = "WebSearch";

    /** {@value} */
    public static final String WORKFLOW = "Workflow";

    /** {@value} */
    public static final String WRITE = "Write";

    /** All names. */
    public static final Set<String> ALL = Set.of(
            AGENT,
            ARTIFACT,
            ASK_USER_QUESTION,
            BASH,
            CLAUDE_DESIGN,
            CRON_CREATE,
            CRON_DELETE,
            CRON_LIST,
            EDIT,
            END_CONVERSATION,
            ENTER_PLAN_MODE,
            ENTER_WORKTREE,
            EXIT_PLAN_MODE,
            EXIT_WORKTREE,
            GLOB,
            GREP,
            LIST_AGENTS,
            LIST_MCP_RESOURCES_TOOL,
            LSP,
            MONITOR,
            NOTEBOOK_EDIT,
            OFFER_CHROME_SETUP,
            POWER_SHELL,
            PROJECTS,
            PROPOSE_SKILLS,
            PUSH_NOTIFICATION,
            READ,
            READ_MCP_RESOURCE_DIR_TOOL,
            READ_MCP_RESOURCE_TOOL,
            READ_NOTIFICATIONS,
            REMOTE_TRIGGER,
            REPORT_FINDINGS,
            SCHEDULE_WAKEUP,
            SEND_FEEDBACK,
            SEND_MESSAGE,
            SEND_USER_FILE,
            SEND_USER_MESSAGE,
            SET_GOAL,
            SHARE_ONBOARDING_GUIDE,
            SHOW_ONBOARDING_ROLE_PICKER,
            SKILL,
            SUBAGENT_HANDBACK,
            TASK_CREATE,
            TASK_GET,
            TASK_LIST,
            TASK_STOP,
            TASK_UPDATE,
            TODO_WRITE,
            TOOL_SEARCH,
            WAIT_FOR_MCP_SERVERS,
            WEB_FETCH,
            WEB_SEARCH,
            WORKFLOW,
            WRITE);

    /** Former names that permission rules and hook matchers still take, each with the current name. */
    public static final Map<String, String> FORMER = Map.of(
            "Task",
            AGENT,
            "KillShell",
            TASK_STOP,
            "KillBash",
            TASK_STOP,
            "ListPeers",
            LIST_AGENTS,
            "Brief",
            SEND_USER_MESSAGE,
            "ListMcpResources",
            LIST_MCP_RESOURCES_TOOL,
            "ReadMcpResource",
            READ_MCP_RESOURCE_TOOL,
            "ReadMcpResourceDir",
            READ_MCP_RESOURCE_DIR_TOOL,
            "ProposeGoal",
            SET_GOAL);

    private ToolNames() {}

    /**
     * The current name of a tool.
     *
     * @param name any name
     * @return the current name if it is a former one, else the name itself
     */
    public static String current(String name) {
        return FORMER.getOrDefault(name, name);
    }
}
