//! 简体中文：大量密钥、监看、扫描器报告。

use crate::check::monitor::End;
use crate::ui::words::bulk::{Bulk, Foreign, Monitor};
use std::fmt::Write as _;

pub static BULK: Bulk = Bulk {
    show: "显示",
    all: "全部",
    waiting: "未检查",
    fitting: "符合所找的掩码",
    order: "排序",
    orders: ["按文本顺序", "按结论，有效在前", "按服务商"],
    grouped: "按服务商分组",
    report: "保存报告",
    report_title: "已检查的密钥",
    report_made: |date| format!("由 Latchkey 于 {date} 生成。密钥均已掩码。"),
    wire_page: |from, to, all| format!("第 {from} 至 {to} 条，共 {all} 条"),
    wire_earlier: "更早",
    wire_later: "更晚",
};

pub static MONITOR: Monitor = Monitor {
    title: "剩余情况",
    as_of: |time| format!("截至 {time}"),
    left: |left, limit, unit| format!("剩余 {left} / {limit} {unit}"),
    reset: |when| format!("{when} 恢复"),
    again: "现在再问一次",
    asking: "正在询问……",
    every: "自动再问",
    interval: |minutes| match minutes {
        0 => "从不".into(),
        60 => "每小时".into(),
        n => format!("每 {n} 分钟"),
    },
    cost: |requests, provider, costs| {
        let what = match costs {
            None => "请求只读取，不收费".to_owned(),
            Some(cost) => format!("费用：{cost}"),
        };
        format!(
            "每次向 {provider} 发送 {requests} 个请求，可能出现在其日志中。{what}。关闭本页、半小时无人查看本页或密钥失效时停止。"
        )
    },
    next: |time| format!("下一次：{time}。"),
    ended: |end| match end {
        End::Dead => "已停止：密钥已失效。",
        End::Hidden => "已停止：半小时无人查看本页。",
        End::InVain => "已停止：连续三次无法判断。",
    },
};

pub static FOREIGN: Foreign = Foreign {
    name: "扫描器报告",
    told: |told| {
        let found = told.places.len();
        if found == 0 && told.cut > 0 {
            return format!(
                "{} 的报告：其中 {} 个密钥已被抹去，因此没有可检查的内容。请在代码所在处重新运行扫描器，不要抹去密钥，再把报告拖到这里；报告不会离开本页。",
                told.tool, told.cut
            );
        }
        let mut out = format!("{} 的报告：识别出 {found} 个凭据", told.tool);
        if told.unknown > 0 {
            _ = write!(out, "，{} 个不属于 Latchkey 认识的种类", told.unknown);
        }
        if told.cut > 0 {
            _ = write!(out, "，{} 个已被抹去", told.cut);
        }
        out += "。报告中提到的主机一概不用。";
        if told.damaged {
            out += "其中有一部分无法读取。";
        }
        out
    },
    caution: "报告中的密钥可能属于他人，而密钥的所有者能在日志中看到它被检查过。您没有勾选的，一个也不会发送。",
    tick: |n| format!("勾选 {n} 个密钥"),
    untick: |n| format!("取消勾选 {n} 个密钥"),
    tick_one: "检查这一个：",
    taken: |n| format!("{n} 份其他扫描器的报告：已放到“检查”，尚未勾选。"),
};
