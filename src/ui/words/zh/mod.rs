//! 简体中文。

pub mod bulk;
pub mod companions;
pub mod custom;
pub mod keys;
pub mod practices;
pub mod respond;
pub mod scan;
pub mod self_test;

use super::{Check, Details, Frame, List, OwnHost, Row, Said, Trust, Verdicts, Wire, Words};
use crate::check::answer::NoAnswer;
use crate::check::verdict::{Cause, State};
use crate::provider::Group;
use crate::recognise::offline::Mode;
use crate::recognise::{NoteKind, Oddity, Why};
use crate::ui::session::NotSent;

/// The page in simplified Chinese.
pub static ZH: Words = Words {
    lang: "zh-Hans",
    other: ("English", "en"),
    colon: "：",
    comma: "，",
    frame: Frame {
        skip: "跳到正文",
        navigation: "页面",
        screens: ["检查", "扫描", "实践", "密钥", "应对", "信任"],
        theme: "主题",
        themes: ["跟随系统", "浅色", "深色"],
        foot: "只用于你自己的密钥。不存储任何密钥；按下“检查”之前不发送任何内容。",
        shortcuts: "键盘",
        shortcut: [("/", "转到输入框"), ("Ctrl+Enter，⌘+Enter", "检查"), ("Esc", "取消"), ("?", "本列表")],
        close: "关闭",
        part_failed: "程序的这一部分没有送达。",
        try_again: "重试",
    },
    check: Check {
        title: "检查",
        lead: "粘贴 API 密钥，或含有密钥的文本。每个密钥由此浏览器直接发给它自己的服务商，不经他人。",
        label: "密钥，或含有密钥的文本",
        placeholder: "每行一个密钥、.env 文件、JSON、代码、curl 命令……",
        open_file: "打开文件",
        check: "检查",
        check_some: |keys, hosts, providers, again| {
            let again = if again { "再次" } else { "" };
            match (hosts, providers) {
                ([host], _) => format!("{again}检查 {keys} 个密钥：{host}"),
                (_, [provider]) => format!("{again}检查 {keys} 个密钥：{provider} 的 {} 个主机", hosts.len()),
                _ => format!("{again}检查 {keys} 个密钥：{} 家服务商", providers.len()),
            }
        },
        check_none: "检查：没有可发送的密钥",
        cancel: "取消",
        clear: "清除",
        undo: "恢复",
        cleared: "已清除。",
        samples: "用示例试试",
        retry: |n| format!("重试 {n} 个未知"),
        nothing_yet: "还没有可检查的内容。",
        list_awaited: "检查清单正在送达。",
        list_failed: "检查清单没有完整送达，因此无法检查。",
        reload: "重新加载页面",
        nothing_to_send: "每一项都需要先处理：见各行说明。",
        demo: "演示：使用录制的回答，由同样的代码判断。没有发送任何内容，这些密钥是编造的。",
        shared_host: "此账户的其他页面与本页同源，可能读取这个输入框。请在自己的地址上部署一份：README 有说明。",
        found: |all, waiting| {
            if waiting == 0 {
                format!("找到 {all} 个凭据。")
            } else {
                format!("找到 {all} 个凭据，其中 {waiting} 个目前无法发送。")
            }
        },
        reading: "正在读取……",
        nothing_found: "没有识别出凭据。",
        looked_for: "查找的是：下列服务商密钥的开头、长度与校验和，以及值旁边的名称，例如 MISTRAL_API_KEY=……。如果密钥单独出现且没有标记，请在前面写上服务商的名称。",
        providers: "服务商",
        group: |group| match group {
            Group::Ai => "AI 模型",
            Group::Forge => "代码托管",
            Group::Cloud => "云",
            Group::Payments => "支付",
            Group::Mail => "邮件",
            Group::Chat => "聊天",
            Group::Monitoring => "监控",
            Group::Database => "数据库",
            Group::Data => "数据",
            Group::Work => "办公",
            Group::Other => "其他",
        },
        sum: |[live, limited, dead, unknown]| {
            let named = [(live, "有效"), (limited, "受限"), (dead, "失效"), (unknown, "未知")];
            let parts: Vec<_> = named.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{word} {n}")).collect();
            parts.join("，")
        },
        progress: "正在检查",
        progress_text: |done, all, left| match left {
            Some(seconds) if seconds >= 90 => format!("{done} / {all}，约剩 {} 分钟", seconds.div_ceil(60)),
            Some(seconds) if seconds > 1 => format!("{done} / {all}，约剩 {seconds} 秒"),
            _ => format!("{done} / {all}"),
        },
        held: |size, name, found, percent| {
            let what = name.map_or_else(|| format!("粘贴的文本 {size}"), |name| format!("{name}，{size}"));
            match found {
                Some(n) => format!("{what}：{n} 个凭据"),
                None => format!("{what}：正在读取，{percent} %"),
            }
        },
        let_go: "移除",
        ledger: "凭据",
        handed_over: |n| format!("来自扫描的 {n} 个凭据"),
        requests: |n| if n == 0 { "请求：尚无".into() } else { format!("请求：{n}") },
        more_rows: |n| format!("再显示 {n} 个"),
        notes: |n| format!("{n} 处看似密钥而不是密钥"),
        note: |what, provider| {
            let of = provider.map_or(String::new(), |p| format!("{p}："));
            match what {
                NoteKind::Placeholder => format!("{of}占位符或文档示例"),
                NoteKind::CutShort(is, least) => format!("{of}被截断，{is} 个字符，至少应有 {least} 个"),
                NoteKind::Malformed => format!("{of}开头像密钥，后面不像"),
                NoteKind::Hash => format!("{of}看起来是哈希值"),
                NoteKind::Uuid => format!("{of}看起来是 UUID"),
            }
        },
        way: "密钥的去向：从你的浏览器到它的服务商，中间没有别人",
        way_browser: "你的浏览器",
        way_provider: "密钥的服务商",
        way_none: "中间没有别人",
        promises: [
            "边输入边在本页识别，不用网络。",
            "只有按下“检查”才发送，只发给按钮上写明的主机。",
            "不存储密钥。关闭页面即消失。",
        ],
    },
    row: Row {
        line: |n| format!("第 {n} 行"),
        times: |n| format!("出现 {n} 次"),
        provider: "服务商",
        choose: "请选择……",
        several: "有多家服务商符合",
        recognised: "尚未检查",
        broken: "校验和不符",
        public: "本来就是公开的，不是秘密",
        test_mode: "测试模式，不涉及真实数据",
        ended: |date| format!("按其自身所载，已于 {date} 到期。尚未询问任何人。"),
        fact,
        mode: |mode| match mode {
            Mode::Test => "测试",
            Mode::Live => "正式",
        },
        yes: "是",
        no: "否",
        fits: "可能是它",
        queued: "等待轮到",
        checking: "正在检查……",
        why: |why| match why {
            Why::Prefix => "开头".into(),
            Why::Infix => "其中的标记".into(),
            Why::Checksum => "校验和相符".into(),
            Why::ChecksumFails => "校验和不符".into(),
            Why::Form => "长度与字符".into(),
            Why::Variable(name) => format!("名称 {name}"),
            Why::Host(host) => format!("附近有 {host}"),
        },
        oddity: |oddity| match oddity {
            Oddity::Invisible => "其中有看不见的字符，已去除。",
            Oddity::LookAlike => "其中有其他字母表的形近字母，已按拉丁字母读取。",
            Oddity::Broken => "被换行或空格断开，已接上。",
            Oddity::StrayQuote => "只有一侧有引号。",
        },
        demo: "录制",
    },
    list: List {
        resume: |n| format!("继续：还有 {n} 个没有答复"),
        on_the_way: |done, all| format!("已检查 {done} / {all}"),
        keys: |n| format!("{n} 个密钥"),
        find_note: |n| {
            format!(
                "共 {n} 个，只有看得见的行在文档中：浏览器自带的查找找不到其余的行。请使用筛选，或在列表下方按掩码查找。"
            )
        },
        past: "跳过列表",
        earlier: "前往前面的行",
        further: "前往后面的行",
        none: "目前没有这一类凭据。",
    },
    verdict: Verdicts {
        state: |state| match state {
            State::Live => "有效",
            State::Limited => "受限",
            State::Dead => "失效",
            State::Unknown => "无法判断",
        },
        not_checked: "未检查",
        cause,
        meaning,
        not_sent: |why| match why {
            NotSent::Broken => "校验和不符，可能被截断或输错。没有发送。",
            NotSent::ChoiceOpen => "多家服务商的密钥都是这种形式。请选择一家：不会逐家尝试。",
            NotSent::NoCheck => "本页自己无法检查这种密钥。",
            NotSent::HalfMissing => companions::COMPANIONS.half_missing,
            NotSent::Costs => companions::COMPANIONS.costs,
            NotSent::NotTicked => "来自报告。勾选后才会检查。",
            NotSent::Unsendable => "其中有请求无法携带的字符。",
            NotSent::Cancelled => "在得到回答之前已取消。",
        },
        sentence,
        elsewhere: "客户自建的服务器有自己的密钥：这里只是公共服务器的回答。",
    },
    own_host: OwnHost {
        title: "自己的主机",
        lead: "在你指定的地址检查密钥：你自己的服务器、网关或客户的主机。密钥只发往那里，不去别处。",
        back: "返回主页面",
        link: "在自己的主机上检查",
        link_why: "Ollama、网关、GitLab、Grafana 等：在单独的页面进行，因为本页的策略只放行确切的地址，而你的地址不在其中。",
    },
};

/// What unfolds beneath a row.
pub static DETAILS: Details = Details {
    facts: "密钥显示的信息",
    own_facts: "从密钥本身读出",
    evidence: "证据",
    recognised_by: "识别依据",
    next: "接下来做什么",
    search: "搜索",
    shown: |some, all| format!("{some} / {all}"),
    request: "请求",
    status: "状态",
    code: "代码",
    message: "消息",
    rule: "规则",
    time: "时间",
    will_send: |request, place| format!("“检查”将发送 {request}，密钥放在 {place}。"),
    will_ask_door: "若回答无法读取，则用同一密钥询问该服务商的套接字。与普通请求不同，套接字会带上该主机的 Cookie。",
    power: "它能做什么",
    console: "控制台",
    usage: "用量",
    logs: "审计日志",
    docs: "文档",
    status_page: "服务商状态",
    revoke: "吊销",
    scopes: "收窄权限",
    expiry: "到期",
    notes: "备注",
    new_tab: "在新标签页打开",
    guidance_failed: "服务商的链接没有送达。请重新加载页面。",
    curl: "在终端里询问",
    curl_how: "此命令会要求输入密钥而不显示它。把它输出的内容粘贴到下面：由本页同样的代码判断。",
    shells: ["sh", "PowerShell"],
    copy: "复制",
    copied: "已复制",
    copy_failed: "请选中后手动复制",
    paste: "粘贴回答",
    no_answer: |why| match why {
        NoAnswer::Empty => "请粘贴 curl 输出的全部内容。",
        NoAnswer::NoStatus => "第一行应以 HTTP/ 和状态码开头。请粘贴 curl 输出的全部内容。",
    },
};

/// The wire log.
pub static WIRE: Wire = Wire {
    name: "请求",
    columns: ["时间", "方法", "地址", "密钥", "结果", "用时"],
    none: "除了本页的来源，没有向任何人发送过内容。",
    no_key: "无密钥",
    no_status: "没有可读的回答",
    reached: "有人回答",
    event: "一个事件",
    closed: |code| format!("关闭 {code}"),
    timeout: "超时",
    cancelled: "已取消",
    limits: "这是 Latchkey 自己的代码发送的请求。它不能证明没有别的请求：浏览器的网络面板可以。",
};

/// The Trust screen.
pub static TRUST: Trust = Trust {
    lead: "如何验证而不是相信，以及还有哪些没有解决。",
    verify: "自己验证",
    verify_steps: &[
        "粘贴之前，先打开浏览器开发者工具的“网络”面板。输入时不应出现任何请求。",
        "按下“检查”：每个密钥应只有一个请求，发往按钮上写明的主机，密钥在请求头里。",
        "阅读下面的策略。它由浏览器强制执行：本页代码只能访问所列地址。",
        "从源代码构建本页，并比较 build.json 中的哈希值。",
    ],
    open: "无法防范的",
    open_points: &[
        "提供本页的人也可能提供另一个页面。若这很重要，请自己部署一份。",
        "浏览器扩展能读取每个页面，包括本页。使用没有扩展的隐私窗口会好些。",
        "被攻破的电脑能看到你看到的一切。",
        "策略规定的是地址，而不是在那里使用谁的凭据。它收窄了可能的去向，但不能使外泄成为不可能：新窗口、WebRTC 和域名查询不受任何策略约束。",
        "服务商会看到它的密钥何时、从哪个网络被使用。",
        "浏览器自身保留的粘贴内容（剪贴板、内存）不在本页掌控之内。",
    ],
    policy: "现行策略",
    policy_none: "在此文档中没有找到策略：它不是由 `make dist` 构建的，或被去除了。请不要在这里粘贴密钥。",
    addresses: "本页可以发往哪里",
    addresses_lead: |n| format!("{n} 个确切的地址，以及需要它们的检查："),
    socket: "一个套接字，只在 OpenAI 的拒绝无法读取时使用。有人可以在那里用自己的密钥与模型对话：它是列表中唯一不只是读取的地址。除密钥外不在其上发送任何内容。",
    stored: "存储了什么",
    built: "构建自",
};

fn cause(state: State, cause: Cause) -> &'static str {
    match (state, cause) {
        (_, Cause::NoQuota) => "额度已用完",
        (State::Limited, Cause::RateLimited) => "当前请求过多",
        (_, Cause::RateLimited) => "请求过多",
        (_, Cause::Scope) => "权限范围窄",
        (State::Limited, Cause::Restricted) => "有使用限制",
        (_, Cause::Restricted) => "你的网络被拒绝",
        (_, Cause::Invalid) => "不是有效密钥",
        (_, Cause::Revoked) => "已吊销",
        (_, Cause::Expired) => "已过期",
        (_, Cause::Disabled) => "已停用",
        (_, Cause::Hidden) => "回答被隐藏",
        (_, Cause::Unconfirmed) => "被拒绝，未能证实",
        (_, Cause::Elsewhere) => "在此处被拒绝",
        (_, Cause::Cors) => "不对浏览器开放",
        (_, Cause::Offline) => "离线",
        (_, Cause::Unreachable) => "无法连接",
        (_, Cause::Timeout) => "未及时回答",
        (_, Cause::ProviderError) => "服务商出现故障",
        (_, Cause::Unexpected) => "意外的回答",
        (_, Cause::NotSent) => "未检查",
    }
}

fn meaning(state: State, cause: Cause) -> &'static str {
    match (state, cause) {
        (_, Cause::NoQuota) => "密钥被接受，但账户没有余额或额度。",
        (State::Limited, Cause::RateLimited) => "服务商认得这个密钥，请求暂缓。",
        (_, Cause::RateLimited) => "服务商在查看密钥之前就要求暂缓。请稍后重试。",
        (_, Cause::Scope) => "密钥被接受，但无权读取这一项。它可能有别的权限。",
        (State::Limited, Cause::Restricted) => "密钥被接受，但不能从此地址、网站、应用或国家使用。",
        (_, Cause::Restricted) => "服务商拒绝的是你的网络、国家或浏览器，而不是密钥。",
        (_, Cause::Invalid) => "服务商不认得这个密钥：已删除、已更换，或输错。",
        (_, Cause::Revoked) => "有人吊销了这个密钥。",
        (_, Cause::Expired) => "它的有效期已过。",
        (_, Cause::Disabled) => "密钥、其账户或其组织已被停用。",
        (_, Cause::Hidden) => "这家服务商让网页看到“是”而隐藏“否”，所以很可能是拒绝。要确定，请在终端里询问。",
        (_, Cause::Unconfirmed) => "密钥被拒绝，但没有文档解释这种说法。它很可能已失效。",
        (_, Cause::Elsewhere) => "在此处被拒绝，但这种密钥也可能属于其他主机，尚未询问。",
        (_, Cause::Cors) => "服务商回答了，但不让任何网页读取。请在终端里询问。",
        (_, Cause::Offline) => "浏览器表示没有网络。",
        (_, Cause::Unreachable) => "连不带密钥的空请求也没有送达：找不到域名、被拦截、防火墙，或主机停机。",
        (_, Cause::Timeout) => "服务商没有及时回答。请稍后重试。",
        (_, Cause::ProviderError) => "服务商回答了自身的错误。请稍后重试。",
        (_, Cause::Unexpected) => "回答不符合这家服务商的任何已知形式：门户、防火墙，或新的形式。它对密钥没有说明。",
        (_, Cause::NotSent) => "",
    }
}

fn sentence(said: &Said<'_>) -> String {
    let Said { state, cause: why, provider, host, time, evidence, recorded, pasted } = *said;
    let word = match state {
        State::Live => "有效",
        State::Limited => "受限",
        State::Dead => "失效",
        State::Unknown => "无法判断",
    };
    let at = host.map_or(String::new(), |host| format!("在 {host} "));
    let why = why.map_or(String::new(), |c| format!("：{}", cause(state, c)));
    let brackets = if evidence.is_empty() { String::new() } else { format!("（{evidence}）") };
    let source = if recorded {
        format!("{provider} 的一份录制回答{brackets}。")
    } else if pasted {
        format!("{provider} 在你于 {time} 粘贴的回答中如此说{brackets}。")
    } else if state == State::Unknown && evidence.is_empty() {
        format!("于 {time} 询问了 {provider}。")
    } else {
        format!("{provider} 于 {time} 如此回答{brackets}。")
    };
    format!("{at}{word}{why}。{source}")
}

fn fact(name: &str) -> String {
    let words = match name {
        "account" => "账户",
        "user" => "用户",
        "name" => "名称",
        "label" => "标签",
        "email" => "邮箱",
        "organisation" => "组织",
        "team" => "团队",
        "project" => "项目",
        "kind" => "种类",
        "role" => "角色",
        "plan" => "套餐",
        "status" => "状态",
        "blocked" => "已封锁",
        "admin" => "管理员",
        "scopes" => "权限范围",
        "created" => "创建于",
        "expires" => "到期",
        "last-used" => "上次使用",
        "balance" => "余额",
        "granted" => "赠送",
        "topped-up" => "充值",
        "spent" => "已用",
        "spent-today" => "今日已用",
        "spent-week" => "本周已用",
        "spent-month" => "本月已用",
        "credit-limit" | "credits-limit" => "额度上限",
        "credit-left" => "剩余额度",
        "credit-reset" | "credits-reset" => "额度重置",
        "credits-used" => "已用额度",
        "limit-requests" => "请求上限",
        "left-requests" => "剩余请求",
        "reset-requests" => "请求重置",
        "limit-tokens" => "令牌上限",
        "left-tokens" => "剩余令牌",
        "reset-tokens" => "令牌重置",
        "repositories" => "仓库",
        "region" => "区域",
        "host" => "主机",
        "database" => "数据库",
        "mode" => "模式",
        "app" => "应用",
        "issuer" => "签发者",
        "subject" => "主体",
        "audience" => "受众",
        "key-id" => "密钥编号",
        "models" => "模型",
        "request-id" => "请求编号",
        other => other,
    };
    words.to_owned()
}
