//! 扫描页面的简体中文。

use crate::scan::fix::Unsure;
use crate::scan::severity::Severity;
use crate::scan::skip::Skip;
use crate::ui::words::Scan;

pub static SCAN: Scan = Scan {
    lead: "找出代码中的密钥。代码只在本页读取，任何内容都不会发往别处。",
    label: "要扫描的代码",
    placeholder: "粘贴一段代码……",
    open_files: "打开文件",
    open_folder: "打开文件夹",
    or_drop: "也可以把文件或文件夹拖到这里。",
    cancel: "取消",
    clear: "清除",
    progress: "正在扫描",
    progress_text: |done, all| format!("{done} / {all} 个文件"),
    listing: "正在查看文件夹……",
    cancelled: "已取消：到目前为止的发现列在下方。",
    found: |findings, places| format!("在 {places} 处发现 {findings} 个凭据"),
    nothing_found: "没有识别出凭据。",
    scanned: |files, size| format!("已扫描 {files} 个文件，{size}"),
    skipped: |why, n| match why {
        Skip::Dependencies => format!("{n} 个存放他人代码的文件夹"),
        Skip::History => format!("{n} 个版本控制文件夹"),
        Skip::Built => format!("{n} 个构建产物文件夹"),
        Skip::Binary => format!("{n} 个非文本文件"),
        Skip::TooLarge => format!("{n} 个超过 256 MB 的文件"),
        Skip::Unreadable => format!("{n} 个浏览器无法读取的文件"),
    },
    pasted: "粘贴的代码",
    in_file: |n| format!("{n} 个凭据"),
    severity: |severity| match severity {
        Severity::Critical => "严重",
        Severity::High => "高",
        Severity::Medium => "中",
        Severity::Low => "低",
        Severity::Note => "提示",
    },
    select: |mask, line| format!("选择 {mask}，第 {line} 行"),
    select_all: "全选",
    select_none: "全不选",
    check_these: |n| format!("检查这 {n} 个"),
    export: |format| format!("保存为 {format}"),
    export_failed: "浏览器没有保存文件：内容已放入剪贴板。",
    around: "周围的代码，密钥已遮盖",
    leaked: "提交过的密钥就是泄露的密钥：从代码中删去并不能收回它。请先吊销。",
    respond: "密钥泄露后怎么办",
    fix: "修正",
    public: "这种密钥本来就是公开的：可以留在代码中。",
    line: "改写后的这一行",
    instead: "这样读取",
    needs: "还需要",
    env: ".env，把遮盖值换成新密钥",
    example: ".env.example，应当提交",
    ignore: ".gitignore",
    copy: |what| format!("复制：{what}"),
    unsure: |why| match why {
        Unsure::Comment => "它在注释里，没有程序读取它：删去这条注释。",
        Unsure::Constant => "常量或注解不能读取环境变量：请在程序启动处读取，再传递下去。",
        Unsure::SeveralLines => "它有多行：请放在仓库之外单独的文件里，或放进一个变量。",
        Unsure::PartOfText => "它在一段更长的文本里，无法确定地改写。",
        Unsure::Crowded => "这一行不止有这个密钥，或由工具生成：无法确定地改写。",
        Unsure::Format => "这种格式没有变量：请删去该值，让读取此文件的程序去读环境变量。有些工具会自行填入 ${…}。",
        Unsure::Image => {
            "Dockerfile 中设置的值会留在镜像里，拿到镜像的人都能看到：请在运行容器时提供密钥（docker run --env-file .env），或使用构建机密。"
        }
        Unsure::EnvFile => "密钥放在这个文件里是对的，只要它不进入仓库。",
        Unsure::Unknown => "不知道此文件是什么语言。",
    },
    exposed: |start| format!("以 {start} 开头的变量会被写进网页，人人可见：请去掉这个开头，并改由服务器向服务商请求。"),
    promises: [
        "就在本页读取。断开网络也一样能用。",
        "文件中只保留发现的内容及其前后几行，所有密钥均已遮盖。",
        "对每一个：有多严重，用该文件的语言改写这一行，以及 .env 里写什么。",
    ],
};
