//! 密钥页面，简体中文。

use crate::browser::storage::NotKept;
use crate::hygiene::calendar::Texts;
use crate::hygiene::export::Unreadable;
use crate::hygiene::register::{Environment, Warning};
use crate::hygiene::rotation::{Due, Mark};
use crate::ui::words::keys::Keys;

/// 文本。
pub static KEYS: Keys = Keys {
    lead: "一份不含密钥的密钥登记：每个密钥的用途、使用位置、何时该更换。密钥本身绝不会写在这里。",
    empty: "还没有登记密钥。检查一个密钥后可从详情中登记，也可以手动添加。",
    list: "已登记的密钥",
    add: "手动添加密钥",
    new_label: "新密钥",
    sum: |all, [late, soon, ending, twice]| {
        let mut parts = vec![format!("{all} 个密钥")];
        for (n, what) in
            [(late, "个该轮换"), (soon, "个即将该轮换"), (ending, "个即将或已经到期"), (twice, "个重复使用")]
        {
            if n > 0 {
                parts.push(format!("{n} {what}"));
            }
        }
        parts.join("，")
    },
    due: |due| match due {
        Due::Overdue(n) => ("已逾期", format!("{n} 天")),
        Due::Today => ("今天到期", String::new()),
        Due::Soon(n) => ("即将轮换", format!("还有 {n} 天")),
        Due::Later(n) => ("按期", format!("{n} 天后轮换")),
        Due::Unknown => ("没有日期", String::new()),
    },
    warning: |warning, environment| match warning {
        Warning::Expired(0) => "今天失效。".into(),
        Warning::Expired(n) => format!("已于 {n} 天前失效。"),
        Warning::Overdue(n) => format!("轮换已逾期 {n} 天。"),
        Warning::DueToday => "今天该轮换。".into(),
        Warning::SameKey(label, _) => format!("同一个密钥也登记为 {label}（{environment}）。请各用各的密钥。"),
        Warning::Expiring(n) => format!("{n} 天后失效。"),
        Warning::DueSoon(n) => format!("{n} 天后该轮换。"),
        Warning::NotChecked(n) => format!("上次检查是在 {n} 天前。"),
    },
    environment: |environment| match environment {
        Environment::Development => "开发环境",
        Environment::Staging => "预发布环境",
        Environment::Production => "生产环境",
        Environment::Other => "其他环境",
    },
    not_checked: "未检查",
    checked: |verdict, day| format!("{verdict}，{day}"),
    fields: ["名称", "服务商", "掩码", "使用者", "创建日期", "上次轮换", "失效日期", "轮换间隔（天）", "备注"],
    environment_label: "环境",
    fingerprint: "指纹",
    no_fingerprint: "没有：此密钥不是从检查中登记的，或这类密钥可能被猜出。",
    mask_hint: "在任何一栏输入完整密钥，都会被截成掩码。",
    rotated_today: "今天已轮换",
    rotated_hint: "旧密钥的掩码、指纹和结论会被忘记：请检查新密钥并登记。",
    remove: "删除",
    removed: |label| format!("已删除 {label}。"),
    timeline: "轮换",
    legend: ["6 个月前", "今天", "6 个月后"],
    mark: |mark| match mark {
        Mark::Created => "创建",
        Mark::Rotated => "已轮换",
        Mark::Due => "该轮换",
        Mark::Expires => "失效",
    },

    keep: "登记此密钥",
    kept_as: "已登记为",
    show: "查看",

    which: "是哪一个？",
    which_hint: "泄露警报中的掩码或指纹，例如 sk-proj-…Q7fA",
    which_found: |rows, labels| match (rows, labels) {
        (0, []) => "没有吻合的。".into(),
        (rows, []) => format!("上方有 {rows} 个密钥可能是它。"),
        (0, labels) => format!("登记中：{}。", labels.join("，")),
        (rows, labels) => format!("上方有 {rows} 个密钥可能是它。登记中：{}。", labels.join("，")),
    },
    which_little: "太短，无法区分密钥：请输入至少三个字符。",

    remember: "在此设备上记住",
    remember_means: "关闭：一切只存在于此标签页。开启：此浏览器会保存登记（名称、掩码、日期、结论、备注、指纹）、“实践”中的回答和得分，以及“应对”的记录（服务商、掩码、各步骤及其时间、备注、监视的结果、演练），绝不保存密钥。关闭时会全部取出。",
    remember_passphrase: "设置口令后，一切都加密保存，每次访问都要输入口令。忘记口令便无法找回。",
    remember_shared: "此账户的其他页面与本页同址，可能读取保存的内容，因此需要口令。",
    remember_sealed: "已用你的口令加密保存。",
    remember_now: "记住",
    passphrase: "口令",
    encrypt: "加密保存",
    locked: "这里保存着一份加密的登记，用口令打开。",
    unlock: "解锁",
    not_kept: |why| match why {
        NotKept::Forbidden => {
            "此浏览器不为本页保存任何内容（无痕窗口，或某项设置）。登记只存在于此标签页：要保留请导出。"
        }
        NotKept::Full => "此浏览器没有空间留给本页。登记只存在于此标签页：要保留请导出。",
    },
    kept_unreadable: |why| match why {
        Unreadable::Newer => "这里保存的内容由更新版本的 Latchkey 写入，保持原样：请重新加载页面以获取新版本。",
        _ => "这里保存的内容已损坏，无法读取。它保持原样，并显示在“信任”页面，直到你在那里将它忘记。",
    },

    calendar: "日历文件",
    calendar_texts: Texts {
        name: "待轮换的密钥",
        rotate: |label, provider| {
            if provider.is_empty() {
                format!("轮换密钥 {label}")
            } else {
                format!("轮换密钥 {label}（{provider}）")
            }
        },
        expires: |label, provider| {
            if provider.is_empty() {
                format!("密钥 {label} 失效")
            } else {
                format!("密钥 {label} 失效（{provider}）")
            }
        },
    },
    notify: "该轮换时通知我",
    notify_on: "通知已开启：每次打开本页时提醒。",
    notify_refused: "此浏览器不允许本页发送通知。日历文件同样可以提醒。",
    notify_title: |n| format!("{n} 个密钥该轮换"),

    files: "导出与导入",
    export_plain: "导出（明文）",
    export_plain_means: "任何人都能读的 JSON：不含指纹的登记。“实践”中的回答和“应对”的记录不在其中。",
    export_sealed: "导出（加密）",
    export_sealed_means: "全部内容：在另一个浏览器中也能吻合的指纹、“实践”中的回答和得分、“应对”的记录。只有口令能打开。",
    working: "正在处理……",
    import: "导入",
    import_sealed: "此文件已加密。",
    open: "打开",
    unreadable: |why| match why {
        Unreadable::NotJson => "此文件不是 JSON。",
        Unreadable::OtherFormat => "此文件是 JSON，但不是 Latchkey 的登记。",
        Unreadable::Newer => "此文件由更新版本的 Latchkey 写入：请重新加载页面以获取新版本。",
        Unreadable::Damaged => "此文件已损坏：有内容缺失或被改动。没有导入任何内容。",
        Unreadable::WrongPassphrase => "文件完整，但口令不对。",
    },
    import_sum: |[added, changed, same, older, unread]| {
        let mut parts = vec![format!("新增 {added} 个"), format!("更改 {changed} 个"), format!("相同 {same} 个")];
        if older > 0 {
            parts.push(format!("{older} 个以此处较新者为准"));
        }
        if unread > 0 {
            parts.push(format!("{unread} 个无法读取，已略过"));
        }
        format!("此文件包含：{}。", parts.join("，"))
    },
    import_added: "新增",
    import_changed: |fields| format!("更改 {}", fields.join("，")),
    import_older: "此处较新，保留",
    import_responses: |n| format!("其中“应对”的记录对 {n} 起泄露有此处没有的内容。每个步骤以较晚的更改为准。"),
    import_do: "导入",
    import_nothing: "其中没有此处没有的内容。",
    cancel: "取消",

    stored_lead: "这是本页在此浏览器中存储的全部内容，原样如下：",
    stored_none: "无：没有 Cookie，没有存储，没有密钥的历史记录。是否记住由“密钥”页面上的开关决定。",
    stored_seal: "IndexedDB 中：此浏览器的一个密钥，无法导出。它封存上面的盐。",
    stored_other: "属于此地址的另一个页面。",
    stored_learns: &[
        "读到这份登记的人会知道：你使用哪些服务商、各用什么名称和在哪里；密钥何时创建、何时该更换；检查的结论；以及掩码露出的末尾几位。不会知道密钥。",
        "读到“应对”记录的人会知道：哪个密钥在何时泄露、做了什么、还没做什么，以及你的备注（其中的密钥已被掩码）。记录里没有密钥，但也不该给所有人看：只有加密导出才会带上它们。",
        "指纹只能让已经持有某个密钥、并且拿到此浏览器的盐的人确认就是它，不能由此得出密钥：可能被猜出的种类没有指纹。",
        "在此地址运行的脚本或使用此设备的人能读到全部内容。设置口令后，页面关闭期间他们读不到。",
    ],
    forget: "忘记一切",
    forgotten: "已全部忘记。",
};
