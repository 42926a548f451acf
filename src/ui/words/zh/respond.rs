//! 简体中文：应对。

use crate::hygiene::incident::{Event, StepState};
use crate::hygiene::runbook::{Case, Nature, StepId};
use crate::hygiene::watch::{End, Stage};
use crate::ui::words::respond::{RehearsalWords, ReportWords, Respond, WatchWords};

/// The Respond screen.
pub static RESPOND: Respond = Respond {
    lead: "密钥泄露了，怎么办？选出是哪一个，说明你知道的情况，然后逐步处理：每一步都有服务商自己的页面、时间和备注。",
    choose: "泄露的是什么",
    general: "其他：通用方案",
    on_page: "本页中的密钥",
    earlier: "正在进行的应对",
    providers: "只选服务商，不提供密钥",
    undecided: "多家服务商的密钥都是这种形式。请在“检查”中选择一家，这里就会显示它的方案。",
    paste_first: "要选择密钥本身，并监视它直到失效，请先把它粘贴到“检查”的输入框中。",
    open_check: "打开“检查”",
    case: "是否已确认被滥用？",
    cases: [
        ("已确认", "有人用过它，或任何人都能看到它。立即吊销：服务中断是较小的损失。"),
        ("仅怀疑", "它可能被看到，但没有迹象表明被使用。先更换，再吊销，期间服务不中断。"),
    ],
    steps: "步骤",
    clock: "自开始以来",
    progress: |done, all| format!("共 {all} 步，已处理 {done} 步"),
    step: |id| match id {
        StepId::Revoke => "吊销旧密钥",
        StepId::Replace => "生成新密钥",
        StepId::Update => "更新所有使用它的服务",
        StepId::Logs => "查看日志",
        StepId::Billing => "关注账单",
        StepId::Leak => "堵住泄露",
        StepId::Prove => "证明它已失效",
        StepId::Restrict => "收窄可用范围",
        StepId::Beside => "检查旁边有无机密",
    },
    text,
    not_needed: "不需要",
    state: |state| match state {
        StepState::Open => "待处理",
        StepState::Done => "已完成",
        StepState::NotNeeded => "不需要",
    },
    when: |state, time, since| match state {
        StepState::NotNeeded => format!("{time} 标为不需要，开始后 {since}"),
        _ => format!("{time} 完成，开始后 {since}"),
    },
    says: |name| format!("在 {name}"),
    search_for: |name| format!("它旁边的名称是 {name}：请到处搜索这个名称。"),
    note: "备注",
    note_masked: "备注中有密钥，已遮盖，因为备注会写入报告。",
    duration: |ms| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates")]
        let seconds = (ms / 1000.0).round() as u32;
        match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
            (0, 0, s) => format!("{s} 秒"),
            (0, m, s) => format!("{m} 分 {s} 秒"),
            (h, m, _) => format!("{h} 小时 {m} 分"),
        }
    },
    watch: WatchWords {
        title: "监视直到失效",
        lead: "以逐渐加长的间隔反复询问服务商，直到它拒绝这个密钥。只有服务商自己的拒绝才算数：没有回答或异常的回答什么也证明不了。",
        needs_key: "监视需要密钥本身。请把它粘贴到“检查”的输入框中，再在上面选择它。",
        cost: |request, most| {
            format!(
                "每次询问都带着密钥发送 {request}，间隔依次为 5、10、20 秒，直至 10 分钟；6 小时内最多 {most} 次。每次都可能作为一次使用记录在服务商的日志中。"
            )
        },
        free: "不产生费用。",
        costs: |what| format!("每次的费用：{what}。"),
        start: |host| format!("在 {host} 监视"),
        stop: "停止监视",
        elsewhere: "正在监视另一个密钥：请先停止。",
        revoked_now: "我刚刚吊销了它",
        notify: "通知我",
        notify_on: "浏览器会通知你。通知中既没有密钥，也没有掩码。",
        notify_off: "浏览器不允许在此发送通知。",
        notification: |provider| format!("你监视的密钥已失效：{provider} 拒绝了它。"),
        asking: "正在询问……",
        going: |asked, next| format!("已询问 {asked} 次。{next} 秒后再次询问。"),
        last: "最近的回答",
        rejected: |took, marked, nth| {
            let from = if marked { "你标记吊销" } else { "监视开始" };
            format!("{from}后 {took} 被拒绝，在第 {nth} 次询问时。")
        },
        accepted_before: |gap| {
            gap.map_or_else(
                || "监视开始以来没有看到它被接受。".into(),
                |gap| format!("在此之前 {gap}，它最后一次被接受。"),
            )
        },
        ended: |end, asked| match end {
            End::Dead => "失效。".into(),
            End::Stopped => format!("询问 {asked} 次后停止。没有看到它失效。"),
            End::GaveUp => {
                format!("询问了 {asked} 次仍未被拒绝，监视到此结束。请在服务商页面确认吊销的是不是这个密钥。")
            }
            End::Gone => "密钥已从页面中移除，监视随之结束。".into(),
        },
    },
    rehearsal: RehearsalWords {
        title: "演练轮换",
        lead: "证明轮换没有空档：新密钥有效时旧密钥仍然有效，然后旧密钥失效。演练使用上面的监视，并且也会询问新密钥。",
        needs_two: "请把新密钥也粘贴到“检查”的输入框中：同一服务商的另一个密钥。",
        new_key: "新密钥",
        old_key: "旧密钥",
        start: "询问两者，然后监视旧密钥",
        lines: ["新密钥有效", "旧密钥仍然有效", "旧密钥失效"],
        not_yet: "尚未看到",
        stage: |stage| match stage {
            Stage::AskNew => "还不知道新密钥是否有效。不要吊销旧密钥。",
            Stage::NewRefused => "新密钥被拒绝。在新密钥可用之前请保留旧密钥。",
            Stage::AskOld => "新密钥有效。还不知道旧密钥是否仍然有效。",
            Stage::BothLive => "两者都有效。现在吊销旧密钥：会监视到它失效为止。",
            Stage::Proven => "已证明：旧密钥失效之前，新密钥已经有效。",
            Stage::NoOverlap => "在看到两者都有效之前，旧密钥就已失效，因此无法判断有没有空档。",
        },
    },
    report: ReportWords {
        title: "事件报告",
        lead: "做了什么、何时做的，以 Markdown 写出：用于复盘、工单或客户说明。其中有掩码和你的备注，没有密钥。",
        waits: "在你说明是否已确认被滥用之后开始记录。",
        preview: "查看",
        download: "下载",
        key: "密钥",
        provider: "服务商",
        kind: "种类",
        case: "滥用",
        written: "写于",
        not_known: "未知",
        timeline: "时间线",
        event: |event| match event {
            Event::Began => "应对开始".into(),
            Event::Step(_, StepState::NotNeeded) => "不需要".into(),
            Event::Step(..) => "已完成".into(),
            Event::WatchBegan => "监视：开始".into(),
            Event::Accepted => "监视：密钥最后一次被接受".into(),
            Event::WatchEnded(End::Dead) => "监视：服务商拒绝了密钥".into(),
            Event::WatchEnded(End::Stopped) => "监视：已停止".into(),
            Event::WatchEnded(End::GaveUp) => "监视：结束，未被拒绝".into(),
            Event::WatchEnded(End::Gone) => "监视：结束，密钥已从页面中移除".into(),
        },
        foot: "由 Latchkey 在浏览器中写出。密钥只以掩码出现；时间以本机时钟为准。",
    },
    leaked: "已泄露：怎么办",
};

fn text(id: StepId, nature: Nature, case: Case) -> &'static str {
    match (id, nature) {
        (StepId::Revoke, _) => revoke(nature, case),
        (StepId::Replace, _) => replace(nature),
        (StepId::Update, Nature::SignedToken) => {
            "把新的签名密钥交给所有签发或验证令牌的地方：服务器、网关、任务。用户需要重新登录。"
        }
        (StepId::Update, _) => {
            "把新的换到所有使用旧的地方：服务器、任务、CI、同事的机器。在代码和设置中搜索它的变量名，并确认每个服务都正常。"
        }
        (StepId::Logs, _) => {
            "查看泄露以来发生了什么：不属于你的地址、时间和调用，新的用户，新的密钥。拿到它的人可能留下了别的入口。保存你发现的内容。"
        }
        (StepId::Billing, _) => "一周内每天查看用量和费用。设置限额和提醒。有不属于你的费用，请告知服务商的客服。",
        (StepId::Leak, _) => {
            "把它从泄露之处清除：代码、聊天、工单、构建日志、镜像。如果提交到过代码仓库，改写历史并不能补救：克隆、分叉、缓存和盯着提交的人早已拿到它。只有吊销才有用。"
        }
        (StepId::Prove, Nature::PrivateKey | Nature::Password | Nature::SignedToken) => {
            "在它原来能用的地方亲自试一次旧的：必须被拒绝。"
        }
        (StepId::Prove, _) => "看到服务商拒绝旧的。下面会一直询问到它被拒绝；本页无法检查的种类，请亲自试一次。",
        (StepId::Restrict, _) => "在服务商支持的范围内，只允许它在你自己的网站和应用中使用，并设置配额。",
        (StepId::Beside, _) => {
            "这种密钥本来就是公开的：没有什么可吊销。请确认旁边没有机密的密钥，也确认它不是误放的机密密钥。"
        }
    }
}

fn revoke(nature: Nature, case: Case) -> &'static str {
    match nature {
        Nature::Key | Nature::Public if case == Case::Confirmed => {
            "现在就在服务商的页面吊销它。仍在使用它的服务在换上新密钥之前会失败。"
        }
        Nature::Key | Nature::Public => "一旦没有任何地方再使用旧密钥，就吊销它。在那之前，拿到它的人都能使用。",
        Nature::PrivateKey => {
            "没有人能收回私钥。请在它能打开的所有地方移除它的公钥：authorized_keys、部署密钥、应用、签名者。如有证书，请签发者吊销。"
        }
        Nature::Password => {
            "修改该用户的密码，或删除该用户。断开已有连接：它们不受改密码影响。对不需要的网络关闭该地址。"
        }
        Nature::SignedToken => {
            "已签名的令牌在到期之前一直有效，删除什么都没用。更换签名用的密钥：由它签发的所有令牌随之失效。签发者若有吊销列表，也请加入。"
        }
        Nature::SigningSecret => {
            "在服务商处更换该密钥。在那之前，拿到它的人可以签出你的端点会相信的消息：请拒绝，或逐条向服务商核实。"
        }
        Nature::Address => "删除这个地址：知道它的人都能使用它。",
        Nature::RefreshToken => {
            "吊销它背后的授权，而不只是这一个令牌：它能不断换取新的访问令牌，已发出的可能在到期前一直有效。"
        }
        Nature::ClientSecret => "先添加新的密钥，再删除这一个。用它发出的令牌可能仍然有效：也请吊销。",
        Nature::Passing => "结束会话：在所有设备上退出登录，或吊销背后的授权。不要等它到期。",
    }
}

fn replace(nature: Nature) -> &'static str {
    match nature {
        Nature::Key | Nature::Public => {
            "每个应用、每个环境各用一个，权限够用即可，并设置到期时间和消费限额。保存在密钥管理工具中，不要用邮件或聊天发送。"
        }
        Nature::PrivateKey => "在使用它的机器上生成新的密钥对，用口令或硬件保护，并把新的公钥放到原来的位置。",
        Nature::Password => "为每个应用建立单独的用户，权限够用即可。",
        Nature::SignedToken => "生成新的签名密钥，并缩短令牌的有效期。",
        Nature::SigningSecret => "把新的密钥放到你的端点。如果服务商允许两个同时有效，就利用这段时间。",
        Nature::Address => "生成新的地址，并像密钥一样保管。",
        Nature::RefreshToken => "重新登录，取得权限够用即可的新授权。",
        Nature::ClientSecret => "只把新的密钥放到应用运行的地方。",
        Nature::Passing => "重新登录。如果是程序在使用该会话，请给它一个自己的密钥。",
    }
}
