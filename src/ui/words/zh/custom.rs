//! 简体中文：自己的主机。

use crate::check::custom::{NotAnEndpoint, Reach};
use crate::ui::words::custom::CustomWords;

pub const CUSTOM: CustomWords = CustomWords {
    why: "本页与主页面分开，因为它的策略较宽：在这里，浏览器允许页面向任何 https: 地址以及本机发送。因此它只接受你亲手输入的一个密钥和一个地址，不从存储、链接或其他窗口读取。公共服务商的密钥请在主页面检查：那里浏览器只放行确切的地址。",
    what: "那里运行的是",
    openai: "OpenAI 形式（Ollama、vLLM、网关等）",
    address: "地址",
    such_as: |address| format!("例如 {address}"),
    wrong: |why| match why {
        NotAnEndpoint::Empty => "",
        NotAnEndpoint::Scheme => "地址应以 https:// 开头；在本机上也可用 http://。",
        NotAnEndpoint::UserInfo => "请去掉 @ 之前的内容：它会掩盖地址的真正去向。",
        NotAnEndpoint::Host => "这不是主机名，或浏览器可能把它读成另一个。其他字母表的域名请写成 xn--…",
        NotAnEndpoint::Port => "端口是 1 到 65535 之间的数字。",
        NotAnEndpoint::Path => "请去掉 ? 或 # 之后的内容；路径中只能有普通字符。",
        NotAnEndpoint::NotTheirs => "这种密钥属于别的主机：见示例。",
    },
    key: "密钥",
    key_optional: "服务器不需要密钥时留空。",
    key_wrong: "密钥中有请求无法携带的字符。",
    reach: |reach| match reach {
        Reach::Open => "",
        Reach::ThisMachine => {
            "这个地址在你的电脑上。Chromium 会先询问是否允许网页访问它：请允许。Safari 可能拒绝，这时请换浏览器或用终端。"
        }
        Reach::LocalNetwork => {
            "这个地址在你的局域网内。Chromium 会先询问是否允许网页访问它：请允许。它的证书必须是浏览器信任的。"
        }
        Reach::Plain => {
            "浏览器会拒绝：https: 页面不得用明文 http: 询问另一台机器，途中任何人都能读到密钥。请在服务器前加一个 https: 代理，或把它引到本机（ssh -L 8000:主机:8000 用户@主机，然后用 http://localhost:8000），或用下面的终端命令。"
        }
    },
    narrow: |list| format!("部署此副本的人只允许它发往：{list}"),
    refuses: |provider| format!("{provider} 不让任何网页读取它的回答：请用下面的终端命令。"),
    confirm: |origin| format!("这个密钥属于 {origin}，可以发往那里。"),
    check: |origin| format!("在 {origin} 检查"),
    check_none: "检查",
    answer: "它的回答",
    made_up_too: "如果返回了列表，还会用一个编造的密钥再试一次：对谁都列出模型的服务器，说明不了你的密钥。",
    anyone: "它对任何人都列出模型，编造的密钥也一样。所以它在线并会回答，但没有说明这个密钥。",
    let_in_title: "怎样让服务器放行本页",
    let_in: |origin| {
        [
            format!("Ollama：启动时设置 OLLAMA_ORIGINS={origin}"),
            "LM Studio：在服务器设置中打开 Enable CORS".into(),
            format!("vLLM：--allowed-origins '[\"{origin}\"]'"),
            format!(
                "Gitea、Forgejo：在 app.ini 的 [cors] 下设置 ENABLED = true，ALLOW_DOMAIN = {origin}，HEADERS = Authorization"
            ),
            "前置代理：应答 OPTIONS，并在拒绝时同样发送 Access-Control-Allow-Origin".into(),
        ]
    },
    asked_leave: "如果浏览器曾询问是否允许访问你的电脑或网络而被拒绝，请在地址栏旁改为允许后重试。",
    bedrock: "Amazon Bedrock 不回答任何网页：主页面会为它的密钥给出命令。",
};
