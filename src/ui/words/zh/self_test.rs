//! 简体中文：目录自检。

use crate::check::self_test::Shown;
use crate::ui::words::self_test::SelfTestWords;

pub const SELF_TEST: SelfTestWords = SelfTestWords {
    title: "目录自检",
    lead: "服务商会变。本页可在此检验自己对它们的了解：每项检查都用一个形式正确的编造密钥发送，绝不用你的密钥，并显示拒绝是否送达、是否仍被判断为拒绝。由此得知的内容只会改变“无法读取的回答”的说法，绝不会让密钥变成有效或失效。",
    provider: "检验哪一家",
    all: "所有服务商",
    cost: |requests, hosts| {
        format!(
            "将向 {hosts} 个主机发送 {requests} 个请求，每个主机一次一个，均使用编造的密钥。不产生费用。对服务商而言，每个请求都是来自你网络的一次失败登录：次数多了，服务商可能暂时限制你的网络。"
        )
    },
    start: "开始自检",
    cancel: "取消自检",
    progress: |done, all| format!("{done} / {all}"),
    columns: ["服务商", "结果", "已连通", "拒绝", "判断", "回答", "用时", "时间（UTC）"],
    shown: |shown| match shown {
        Shown::Refused => "符合预期",
        Shown::Unconfirmed => "符合预期，未能证实",
        Shown::Hidden => "此处无法读取",
        Shown::Untold => "未涉及密钥",
        Shown::NotReached => "未连通",
        Shown::Accepted => "已偏离：把编造的密钥当成有效",
        Shown::Unrecognised => "已偏离：认不出这种拒绝",
    },
    yes: "是",
    no: "否",
    readable: "可读取",
    hidden: "被隐藏",
    drifted: |n| {
        if n == 0 {
            "没有检查偏离。".into()
        } else {
            format!("{n} 项检查已偏离：修正之前，请勿相信其判断。")
        }
    },
    copy: "以 Markdown 复制表格",
    copied: "已复制",
    copy_failed: "复制失败",
    issue: "复制的内容只有状态与代码，没有回答正文，可直接填入源代码仓库的“Provider drift”问题表单。",
};
