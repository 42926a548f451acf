//! 简体中文：密钥的另一半。

use crate::ui::words::companions::CompanionWords;

pub static COMPANIONS: CompanionWords = CompanionWords {
    missing: "检查这个密钥之前还需要",
    known: "与这个密钥一起使用",
    found: "在密钥附近找到",
    choose: "请选择……",
    all: "全部，逐一询问",
    wrong: |name| format!("这不符合“{name}”的形式。整个值必须符合，不能带空格或引号。"),
    confirm: |host| format!("使用密钥附近的 {host}"),
    change: |name| format!("更改 {name}"),
    for_all: |n, provider, kind| format!("{n} 个 {provider} 密钥（{kind}）需要同样的内容"),
    agree: "仍然检查",
    half_missing: "首先还需要与这个密钥配套的内容。",
    costs: "这项检查会产生费用：请先在该行中同意。",
};
