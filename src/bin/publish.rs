//! Finishes what Trunk built, as its `post_build` hook: one style sheet, the catalogue's two files, the start
//! script with the glue inside, the policy, the headers for hosts that take some, and the list of hashes.
//!
//! - `publish [FOLDER]` works in that folder (Trunk names its own in `TRUNK_STAGING_DIR`). `LATCHKEY_CUSTOM` says what
//!   becomes of `custom.html`: `off` leaves it out, a list of origins (`https://gateway.acme.example`) narrows its policy
//!   to these; without it that page's policy is as wide as design.md has it.
//! - `publish readme` writes the table of providers into `README.md`; `publish readme --check` only compares.
//!
//! Same input, same bytes: no time, no path of this machine, files in the order of their names.

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    match native::run(&std::env::args().skip(1).collect::<Vec<_>>()) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("publish: {reason}");
            std::process::ExitCode::FAILURE
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
#[path = "publish/parts.rs"]
mod parts;

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use base64::Engine as _;
    use latchkey::check::plan;
    use latchkey::provider;
    use latchkey::provider::checks::{Access, Check, Checks};
    use sha2::{Digest as _, Sha256, Sha384};
    use std::collections::BTreeMap;
    use std::fmt::Write as _;
    use std::fs;
    use std::io::Write as _;
    use std::path::{Path, PathBuf};
    use std::process::{Command, Stdio};

    pub(crate) type Result<T = ()> = std::result::Result<T, String>;

    /// Where `tests/tools/bin/wasm-bindgen` leaves the parts of the program that arrive later.
    const PARTS: &str = "target/parts";

    /// These style sheets come first, in this order; the others follow by name.
    const STYLES_FIRST: &[&str] = &["tokens.css", "base.css"];

    /// A page of the site: the same parts, each under a policy of its own.
    struct Entry {
        file: &'static str,
        /// What stands for the page until the program arrives, where it is not the shell's own.
        shell: Option<&'static str>,
        title: &'static str,
        /// What `connect-src` admits beside `'self'`.
        connect: Vec<String>,
    }

    /// The page for hosts of the person's own, and what it shows until the program arrives.
    const CUSTOM: &str = "custom.html";
    const CUSTOM_SHELL: &str = include_str!("../ui/custom/shell.html");

    /// The main page, first; and the one for customers' own hosts, unless a build leaves it out.
    fn entries(custom: Option<&str>) -> Result<Vec<Entry>> {
        let main =
            Entry { file: "index.html", shell: None, title: "Check · Latchkey", connect: provider::policy_urls() };
        let mut out = vec![main];
        if let Some(connect) = custom_sources(custom)? {
            out.push(Entry {
                file: CUSTOM,
                shell: Some(CUSTOM_SHELL),
                title: "A host of your own · Latchkey",
                connect,
            });
        }
        Ok(out)
    }

    /// What `custom.html` may reach; none where it is left out.
    fn custom_sources(setting: Option<&str>) -> Result<Option<Vec<String>>> {
        match setting.map(str::trim) {
            None | Some("") => {
                let wide = ["https:", "http://localhost:*", "http://127.0.0.1:*"];
                Ok(Some(wide.map(str::to_owned).to_vec()))
            }
            Some("off") => Ok(None),
            Some(list) => list
                .split_whitespace()
                .map(|origin| match latchkey::check::custom::Endpoint::parse(origin) {
                    Ok(endpoint) if endpoint.origin() == origin => Ok(origin.to_owned()),
                    _ => Err(format!(
                        "LATCHKEY_CUSTOM: `{origin}` is no origin (`https://gateway.acme.example`), nor `off`"
                    )),
                })
                .collect::<Result<_>>()
                .map(Some),
        }
    }

    pub(super) fn run(arguments: &[String]) -> Result {
        match arguments {
            [word] if word == "readme" => readme(false),
            [word, flag] if word == "readme" && flag == "--check" => readme(true),
            [folder] => publish(Path::new(folder)),
            [] => {
                let folder = std::env::var_os("TRUNK_STAGING_DIR").ok_or("name the folder, or let Trunk run me")?;
                publish(Path::new(&folder))
            }
            _ => Err("too many arguments".into()),
        }
    }

    fn publish(site: &Path) -> Result {
        let shell = read(&site.join("index.html"))?;
        let start = tag(&shell, "<script type=\"module\" data-js=", "</script>")?;
        let (glue_file, wasm_file) = (attribute(start, "data-js")?, attribute(start, "data-wasm")?);
        let parts = Parts {
            style: style(site)?,
            start: start_script(&glue(&crate::parts::parts(Path::new(PARTS), site, &read(&site.join(glue_file))?)?)?)?,
            wasm: Asset::of(wasm_file, &fs::read(site.join(wasm_file)).map_err(|e| format!("{wasm_file}: {e}"))?),
            commit: commit(),
        };
        if site.join("snippets").exists() {
            return Err("a crate brings JavaScript files of its own (snippets/): the policy admits none".into());
        }
        fs::remove_file(site.join(glue_file)).map_err(|e| format!("{glue_file}: {e}"))?;
        write(site, provider::CHECKS_FILE, provider::CHECKS_JSON)?;
        write(site, provider::GUIDANCE_FILE, provider::GUIDANCE_JSON)?;
        write(site, provider::PRACTICES_EN_FILE, provider::PRACTICES_EN_JSON)?;
        write(site, provider::PRACTICES_ZH_FILE, provider::PRACTICES_ZH_JSON)?;
        copy(Path::new("public"), site)?;

        let entries = entries(std::env::var("LATCHKEY_CUSTOM").ok().as_deref())?;
        let has_custom = entries.len() > 1;
        let mut policies = Vec::new();
        for entry in entries {
            let (html, policy) =
                page(&shell, &entry, &parts, has_custom).map_err(|e| format!("{}: {e}", entry.file))?;
            write(site, entry.file, &html)?;
            policies.push(policy);
        }
        write(site, "404.html", &not_found())?;
        // One policy for every path but `custom.html`, the main page's: a file that is opened by itself is held by it too.
        let (main, custom) = (policies.first().ok_or("no page")?, policies.get(1).map(String::as_str));
        write(site, "_headers", &headers_file(main, custom))?;
        write(site, "nginx.conf", &nginx_file(main, custom))?;
        write(site, "build.json", &build_file(site, &parts.commit)?)
    }

    // ---- the page ------------------------------------------------------------------------------------

    struct Parts {
        style: Asset,
        start: String,
        wasm: Asset,
        commit: String,
    }

    /// A file beside the page, and its hash.
    pub(crate) struct Asset {
        pub(crate) file: String,
        pub(crate) integrity: String,
    }

    impl Asset {
        pub(crate) fn of(file: &str, bytes: &[u8]) -> Self {
            Self { file: format!("./{file}"), integrity: format!("sha384-{}", base64(&Sha384::digest(bytes))) }
        }
    }

    /// The page from its shell, and the policy it carries.
    fn page(shell: &str, entry: &Entry, parts: &Parts, has_custom: bool) -> Result<(String, String)> {
        let style =
            format!("<link rel=\"stylesheet\" href=\"{}\" integrity=\"{}\">", parts.style.file, parts.style.integrity);
        let boot_tag = tag(shell, "<script data-boot>", "</script>")?;
        let boot = lines(inner(boot_tag))?
            .replace("%WASM_FILE%", &parts.wasm.file)
            .replace("%WASM_INTEGRITY%", &parts.wasm.integrity);
        let start = &parts.start;
        for script in [&boot, start] {
            if script.contains("</script") || script.contains("<!--") || script.contains("%WASM_") {
                return Err("an inline script holds what would end it, or a name left open".into());
            }
        }
        let policy = policy(&[&boot, start], &entry.connect);

        let mut metas = format!(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n<meta name=\"latchkey-commit\" content=\"{}\">",
            parts.commit
        );
        if has_custom {
            let _ = write!(metas, "\n<meta name=\"latchkey-custom\" content=\"{CUSTOM}\">");
        }
        let own = match entry.shell {
            Some(own) => shell
                .replacen(tag(shell, "<div id=\"shell\">", "</main>\n  </div>")?, own.trim_end(), 1)
                .replacen("<html ", &format!("<html data-page=\"{}\" ", entry.file.trim_end_matches(".html")), 1)
                .replacen(tag(shell, "<title>", "</title>")?, &format!("<title>{}</title>", entry.title), 1),
            None => shell.to_owned(),
        };
        let html = own
            .replacen(boot_tag, "\u{1}", 1)
            .replacen(tag(shell, "<script type=\"module\" data-js=", "</script>")?, "\u{2}", 1)
            .replacen(tag(shell, "<link rel=\"stylesheet\" data-styles", ">")?, &style, 1)
            .replacen("<head>", &format!("<head>\n{metas}"), 1);
        let html = flat(&html)?;
        if html.contains(" style=") || html.contains("<style") {
            return Err("the policy refuses inline styles: move them to style/".into());
        }
        if let Some(handler) = html.split(" on").skip(1).find_map(|rest| {
            let name = rest.split('=').next().unwrap_or_default();
            (rest.len() > name.len()
                && rest[name.len()..].starts_with("=\"")
                && name.bytes().all(|b| b.is_ascii_lowercase()))
            .then_some(name)
        }) {
            return Err(format!("the policy refuses inline handlers (on{handler}=): listen from the code"));
        }
        let html = html.replacen('\u{1}', &format!("<script>{boot}</script>"), 1).replacen(
            '\u{2}',
            &format!("<script type=\"module\">{start}</script>"),
            1,
        );
        Ok((format!("\u{feff}{html}"), policy))
    }

    /// What the page may do (design.md, "Trust"). `frame-ancestors` and `sandbox` need a header: see
    /// [`headers`].
    fn policy(scripts: &[&str], connect: &[String]) -> String {
        let mut script_src = String::new();
        for script in scripts {
            let _ = write!(script_src, "'sha256-{}' ", base64(&Sha256::digest(script.as_bytes())));
        }
        let mut connect_src = String::from("'self'");
        for url in connect {
            let _ = write!(connect_src, " {}", url.replace(';', "%3B").replace(',', "%2C"));
        }
        [
            "default-src 'none'",
            &format!("script-src {script_src}'wasm-unsafe-eval'"),
            "style-src 'self'",
            "img-src 'self'",
            "manifest-src 'self'",
            &format!("connect-src {connect_src}"),
            "worker-src 'none'",
            "frame-src 'none'",
            "object-src 'none'",
            "form-action 'none'",
            "base-uri 'none'",
        ]
        .join("; ")
    }

    fn not_found() -> String {
        "\u{feff}<!doctype html>\n<html lang=\"en\">\n<head>\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; form-action 'none'; base-uri 'none'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<title>Not here · Latchkey</title>\n</head>\n<body>\n<h1>Not here</h1>\n<p>Latchkey is one page, at the root of this site: take the end off the address.</p>\n</body>\n</html>\n"
            .to_owned()
    }

    // ---- scripts, styles, HTML: made small without a parser, so only where nothing can change ---------

    /// The glue as the inside of an inline module: it exports and imports nothing.
    fn glue(text: &str) -> Result<String> {
        let mut out = String::new();
        for line in text.lines() {
            if line.starts_with("import ") {
                return Err(format!("wasm-bindgen's glue imports a file (`{line}`): the policy admits none"));
            }
            if line.starts_with("export {") {
                continue;
            }
            let line = line.strip_prefix("export ").unwrap_or(line);
            // The start always names the file; an inline script has no place of its own to find it by.
            if line.contains("import.meta") {
                out.push_str("throw new TypeError();\n");
                continue;
            }
            out.push_str(line);
            out.push('\n');
        }
        if !out.contains("async function __wbg_init(") {
            return Err("wasm-bindgen's glue has no `__wbg_init`: see how this version starts".into());
        }
        lines(&out)
    }

    /// The script that starts the program, made small by terser (an npm package of the build).
    fn start_script(glue: &str) -> Result<String> {
        // Where the first script refused, there is nothing to start. What was thrown is not shown: the texts
        // of exceptions can hold keys.
        let script = format!(
            "{glue}\nconst boot = window.latchkeyBoot;\ndelete window.latchkeyBoot;\nif (boot) {{\ntry {{\nawait __wbg_init({{ module_or_path: boot.wasm }});\n}} catch {{\nwindow.latchkeyFailed();\n}}\n}}"
        );
        let mut terser = Command::new("terser")
            .args(["--module", "--toplevel", "--compress", "passes=2", "--mangle"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|e| format!("terser, which `make dist` installs into .tools/: {e}"))?;
        let mut input = terser.stdin.take().ok_or("terser takes nothing in")?;
        input.write_all(script.as_bytes()).map_err(|e| format!("terser: {e}"))?;
        drop(input);
        let output = terser.wait_with_output().map_err(|e| format!("terser: {e}"))?;
        if !output.status.success() {
            return Err("terser does not read the glue".into());
        }
        String::from_utf8(output.stdout).map_err(|e| format!("terser: {e}"))
    }

    /// A script without indentation and without comments that fill lines; a template over several lines, where
    /// that could matter, is refused.
    fn lines(text: &str) -> Result<String> {
        let mut out = String::new();
        let mut comment = false;
        for line in text.lines().map(str::trim) {
            comment = comment || line.starts_with("/*");
            if comment {
                comment = !line.ends_with("*/");
                continue;
            }
            if line.is_empty() || line.starts_with("//") {
                continue;
            }
            if line.matches('`').count() % 2 == 1 {
                return Err(format!("a template over several lines: `{line}`"));
            }
            out.push_str(line);
            out.push('\n');
        }
        Ok(out)
    }

    /// HTML without comments and indentation. `<pre>` would change, so it is refused.
    fn flat(html: &str) -> Result<String> {
        if html.contains("<pre") {
            return Err("`<pre>` in the shell: publish takes indentation away".into());
        }
        let mut out = String::new();
        let mut rest = html;
        while let Some((before, after)) = rest.split_once("<!--") {
            out.push_str(before);
            rest = after.split_once("-->").ok_or("a comment without end")?.1;
        }
        out.push_str(rest);
        Ok(out
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .fold(String::new(), |text, line| text + line + "\n"))
    }

    /// All style sheets as one, in the folder under its hash.
    fn style(site: &Path) -> Result<Asset> {
        let mut names: Vec<String> = files(Path::new("style"))?
            .into_iter()
            .filter(|n| Path::new(n).extension().is_some_and(|e| e == "css"))
            .collect();
        names.sort_by_key(|name| {
            (STYLES_FIRST.iter().position(|first| first == name).unwrap_or(usize::MAX), name.clone())
        });
        let mut css = String::new();
        for name in &names {
            let text = read(&Path::new("style").join(name))?;
            if text.contains("@import") {
                return Err(format!("style/{name}: no @import; every sheet of the folder is taken"));
            }
            css.push_str(&minified(&text).map_err(|e| format!("style/{name}: {e}"))?);
        }
        let file = format!("latchkey-{}.css", &hex(&Sha256::digest(css.as_bytes()))[..16]);
        write(site, &file, &css)?;
        Ok(Asset::of(&file, css.as_bytes()))
    }

    /// CSS without comments; outside strings, runs of white space are one space, and none beside `{ } ; ,`.
    fn minified(css: &str) -> Result<String> {
        let mut out = String::with_capacity(css.len());
        let mut chars = css.chars().peekable();
        let mut space = false;
        while let Some(c) = chars.next() {
            if c.is_ascii_whitespace() {
                space = true;
                continue;
            }
            if c == '/' && chars.peek() == Some(&'*') {
                chars.next();
                let mut last = ' ';
                loop {
                    let c = chars.next().ok_or("a comment without end")?;
                    if last == '*' && c == '/' {
                        break;
                    }
                    last = c;
                }
                space = true;
                continue;
            }
            let tight = matches!(c, '{' | '}' | ';' | ',');
            if space && !tight && !out.is_empty() && !out.ends_with(['{', '}', ';', ',']) {
                out.push(' ');
            }
            space = false;
            if c == '}' && out.ends_with(';') {
                out.pop();
            }
            out.push(c);
            match c {
                '"' | '\'' => loop {
                    let inside = chars.next().ok_or("a string without end")?;
                    out.push(inside);
                    if inside == '\\' {
                        out.extend(chars.next());
                    } else if inside == c {
                        break;
                    } else if inside == '\n' {
                        return Err("a string over several lines".into());
                    }
                },
                '\\' => out.extend(chars.next()),
                _ => {}
            }
        }
        Ok(out)
    }

    // ---- what goes beside the page -------------------------------------------------------------------

    /// Headers for hosts that take some; a shared host such as GitHub Pages takes none, and the page's own meta
    /// element stands alone there.
    fn headers(policy: &str) -> Vec<(&'static str, String)> {
        vec![
            (
                "Content-Security-Policy",
                // No popups: a window opened from here would be one without a policy. `allow-forms` lets the
                // page hear of its own submissions, which `form-action` then refuses to send.
                format!(
                    "{policy}; frame-ancestors 'none'; sandbox allow-scripts allow-same-origin allow-downloads allow-forms allow-modals"
                ),
            ),
            ("Strict-Transport-Security", "max-age=63072000".into()),
            ("X-Content-Type-Options", "nosniff".into()),
            ("X-Frame-Options", "DENY".into()),
            ("Referrer-Policy", "no-referrer".into()),
            ("Cross-Origin-Opener-Policy", "same-origin".into()),
            ("Cross-Origin-Resource-Policy", "same-origin".into()),
            (
                "Permissions-Policy",
                "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()".into(),
            ),
        ]
    }

    /// For Netlify, Cloudflare Pages and their kin. Where two rules fit a path, both policies would hold: `!` takes the
    /// wider rule's away (Cloudflare Pages; a host that does not know it leaves `custom.html` with no way out).
    fn headers_file(policy: &str, custom: Option<&str>) -> String {
        let mut out = String::from("/*\n");
        for (name, value) in headers(policy) {
            let _ = writeln!(out, "  {name}: {value}");
            if value.len() > 1900 {
                eprintln!(
                    "publish: _headers: {name} has {} bytes; Cloudflare Pages takes lines of 2,000 at most",
                    value.len()
                );
            }
        }
        // Cloudflare Pages takes the ending off.
        for path in ["custom.html", "custom"].into_iter().filter(|_| custom.is_some()) {
            let (name, value) = &headers(custom.unwrap_or_default())[0];
            let _ = writeln!(out, "/{path}\n  ! {name}\n  {name}: {value}");
        }
        out
    }

    /// For `include` inside nginx's `server` block.
    fn nginx_file(policy: &str, custom: Option<&str>) -> String {
        let mut out = String::from("# include this in the `server` block (with no other add_header further in).\n");
        for (at, (name, value)) in headers(policy).into_iter().enumerate() {
            // nginx takes no word of more than 4 KB, so a long one is put together.
            let mut rest = value.as_str();
            let _ = writeln!(out, "set $latchkey{at} \"\";");
            while !rest.is_empty() {
                let (head, tail) = rest.split_at(rest.len().min(2048));
                let _ = writeln!(out, "set $latchkey{at} \"${{latchkey{at}}}{head}\";");
                rest = tail;
            }
            if let (0, Some(custom)) = (at, custom) {
                let (_, value) = &headers(custom)[0];
                let _ = writeln!(out, "if ($uri ~ \"/custom\\.html$\") {{ set $latchkey0 \"{value}\"; }}");
            }
            let _ = writeln!(out, "add_header {name} $latchkey{at} always;");
        }
        out
    }

    /// Every file with its SHA-256, and one hash over them all: what `sha256sum` prints, sorted by name.
    fn build_file(site: &Path, commit: &str) -> Result<String> {
        let mut list = String::new();
        let mut hashes = BTreeMap::new();
        for name in files(site)? {
            let bytes = fs::read(site.join(&name)).map_err(|e| format!("{name}: {e}"))?;
            let hash = hex(&Sha256::digest(bytes));
            let _ = writeln!(list, "{hash}  {name}");
            hashes.insert(name, hash);
        }
        let mut json =
            serde_json::json!({ "commit": commit, "hash": hex(&Sha256::digest(list)), "files": hashes }).to_string();
        json.push('\n');
        Ok(json)
    }

    /// The commit, and whether what was built differs from it.
    fn commit() -> String {
        let git = |arguments: &[&str]| {
            let out = Command::new("git").args(arguments).output().ok()?;
            out.status.success().then(|| String::from_utf8_lossy(&out.stdout).trim().to_owned())
        };
        match git(&["rev-parse", "HEAD"]) {
            None => "unknown".into(),
            Some(head) => match git(&["status", "--porcelain", "--untracked-files=no"]) {
                Some(changes) if changes.is_empty() => head,
                _ => head + "+changes",
            },
        }
    }

    // ---- the README's table --------------------------------------------------------------------------

    fn readme(check: bool) -> Result {
        const FROM: &str = "<!-- providers: written by `make readme` -->\n";
        const TO: &str = "<!-- /providers -->";
        let path = Path::new("README.md");
        let text = read(path)?;
        let (before, rest) = text.split_once(FROM).ok_or("README.md has no `providers` marker")?;
        let (_, after) = rest.split_once(TO).ok_or("README.md has no `/providers` marker")?;
        let wanted = format!("{before}{FROM}\n{}\n{TO}{after}", table());
        if wanted == text {
            Ok(())
        } else if check {
            Err("README.md: the table of providers is not that of the catalogue; run `make readme`".into())
        } else {
            fs::write(path, wanted).map_err(|e| format!("README.md: {e}"))
        }
    }

    /// How many there are, and a row each.
    fn table() -> String {
        let checks = Checks::compiled_in();
        let (mut rows, mut by_page, mut by_curl, mut kinds) = (String::new(), 0, 0, 0);
        let mut measured = BTreeMap::new();
        for provider in *provider::PROVIDERS {
            kinds += provider.kinds.len();
            let Some(known) = checks.of(provider.id) else {
                let _ = writeln!(rows, "| {} | {} | | recognised only |", provider.name, provider.kinds.len());
                continue;
            };
            let at = |check: &Check| {
                plan::concrete(check, provider).iter().map(|c| format!("`{}`", check.at(c).host())).collect()
            };
            let mut hosts: Vec<_> = known.checks.iter().flat_map(|check| -> Vec<_> { at(check) }).collect();
            hosts.sort();
            hosts.dedup();
            let access = if known.checks.iter().all(|check| check.off.is_some()) {
                by_curl += 1;
                "asked by `curl`"
            } else {
                by_page += 1;
                *measured.entry(known.access.name()).or_insert(0) += 1;
                match known.access {
                    Access::Works => "readable",
                    Access::HidesNo => "its yes is readable, its no is hidden",
                    Access::Refuses => "closed to browsers: `curl`",
                    Access::Unknown => "not measured yet: tried",
                }
            };
            let _ =
                writeln!(rows, "| {} | {} | {} | {access} |", provider.name, provider.kinds.len(), hosts.join(", "));
        }
        let of = |access: Access| measured.get(access.name()).copied().unwrap_or(0);
        format!(
            "{} providers and {kinds} kinds of credential are recognised. {} of the providers are checked: {by_page} from the page, \
            {by_curl} by a `curl` command that the page writes and whose answer it judges. Of those {by_page}, {} are known by \
            measurement to let a page read their answers, {} to hide their no; {} were not measured and are tried.\n\n\
            <details><summary>All of them</summary>\n\n\
            | provider | kinds | asked at | its answers in a page |\n|---|---|---|---|\n{rows}\n</details>\n",
            provider::PROVIDERS.len(),
            by_page + by_curl,
            of(Access::Works),
            of(Access::HidesNo),
            of(Access::Unknown) + of(Access::Refuses),
        )
    }

    // ---- small things --------------------------------------------------------------------------------

    /// The text from `from` to the next `to`, both included.
    fn tag<'a>(text: &'a str, from: &str, to: &str) -> Result<&'a str> {
        let start = text.find(from).ok_or_else(|| format!("no `{from}` in it"))?;
        let end = text[start..].find(to).ok_or_else(|| format!("no `{to}` after `{from}`"))?;
        Ok(&text[start..start + end + to.len()])
    }

    /// What stands between a tag and its end.
    fn inner(tag: &str) -> &str {
        let open = tag.find('>').map_or(0, |at| at + 1);
        &tag[open..tag.rfind("</").unwrap_or(tag.len())]
    }

    fn attribute<'a>(tag: &'a str, name: &str) -> Result<&'a str> {
        tag.split_once(&format!("{name}=\""))
            .and_then(|(_, rest)| rest.split_once('"'))
            .map(|(value, _)| value)
            .ok_or_else(|| format!("no {name} in `{tag}`"))
    }

    pub(crate) fn read(path: &Path) -> Result<String> {
        fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
    }

    fn write(site: &Path, name: &str, text: &str) -> Result {
        write_bytes(site, name, text.as_bytes())
    }

    pub(crate) fn write_bytes(site: &Path, name: &str, bytes: &[u8]) -> Result {
        fs::write(site.join(name), bytes).map_err(|e| format!("{name}: {e}"))
    }

    /// Every file under the folder, as paths from it, sorted.
    fn files(folder: &Path) -> Result<Vec<String>> {
        let mut out = Vec::new();
        let mut folders = vec![PathBuf::new()];
        while let Some(inside) = folders.pop() {
            let here = folder.join(&inside);
            for entry in fs::read_dir(&here).map_err(|e| format!("{}: {e}", here.display()))? {
                let entry = entry.map_err(|e| format!("{}: {e}", here.display()))?;
                let path = inside.join(entry.file_name());
                if entry.path().is_dir() {
                    folders.push(path);
                } else {
                    out.push(path.to_string_lossy().replace('\\', "/"));
                }
            }
        }
        out.sort();
        Ok(out)
    }

    fn copy(from: &Path, to: &Path) -> Result {
        for name in files(from)? {
            let target = to.join(&name);
            if let Some(folder) = target.parent() {
                fs::create_dir_all(folder).map_err(|e| format!("{name}: {e}"))?;
            }
            fs::copy(from.join(&name), target).map_err(|e| format!("{name}: {e}"))?;
        }
        Ok(())
    }

    fn base64(bytes: &[u8]) -> String {
        base64::engine::general_purpose::STANDARD.encode(bytes)
    }

    pub(crate) fn hex(bytes: &[u8]) -> String {
        bytes.iter().fold(String::new(), |mut out, byte| {
            let _ = write!(out, "{byte:02x}");
            out
        })
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn css_is_made_small_and_strings_are_kept() {
            let css = "/* a */\n:root {\n  --a : 1px ;\n  color: red; /* b */ }\n\n@media (width >= 40rem) and (hover) { a > b , c :hover { content: \"{ ; }  /* x */ \\\" \"; margin: calc(1px + 2px) } }";
            assert_eq!(
                minified(css),
                Ok(":root{--a : 1px;color: red}@media (width >= 40rem) and (hover){a > b,c :hover{content: \"{ ; }  /* x */ \\\" \";margin: calc(1px + 2px)}}".into())
            );
            assert!(minified("a { content: \"x").is_err());
            assert!(minified("/* a").is_err());
        }

        #[test]
        fn scripts_lose_comments_and_indentation_alone() {
            assert_eq!(
                lines("  /**\n   * x\n   */\n  // y\n  a(); // z\n\n  /* one */\n  b(`c`);\n"),
                Ok("a(); // z\nb(`c`);\n".into())
            );
            assert!(lines("a(`b\nc`)").is_err());
        }

        #[test]
        fn glue_that_imports_is_refused() {
            assert!(glue("import { a } from './snippets/a.js';\nasync function __wbg_init(x) {\n}").is_err());
            assert_eq!(
                glue(
                    "export class A {}\nasync function __wbg_init(x) {\n  y = new URL('z', import.meta.url);\n}\nexport { __wbg_init as default };"
                ),
                Ok("class A {}\nasync function __wbg_init(x) {\nthrow new TypeError();\n}\n".into())
            );
        }

        #[test]
        fn custom_html_is_as_wide_as_it_is_told_and_the_main_page_never() {
            let files = |setting| entries(setting).expect("a setting").into_iter().map(|e| e.file).collect::<Vec<_>>();
            assert_eq!(files(None), ["index.html", "custom.html"]);
            assert_eq!(files(Some("off")), ["index.html"]);
            let wide = entries(None).expect("the pages");
            assert_eq!(wide[0].connect, provider::policy_urls());
            assert_eq!(wide[1].connect, ["https:", "http://localhost:*", "http://127.0.0.1:*"]);
            let narrow = entries(Some("https://gateway.acme.example http://localhost:11434")).expect("two origins");
            assert_eq!(narrow[1].connect, ["https://gateway.acme.example", "http://localhost:11434"]);
            for odd in
                ["https:", "*", "https://*.acme.example", "https://acme.example/v1", "'unsafe-eval'", "https://a;b"]
            {
                assert!(entries(Some(odd)).is_err(), "{odd}");
            }
        }

        #[test]
        fn hosts_with_headers_hold_every_path_but_one_to_the_main_pages_policy() {
            let headers = headers_file("MAIN", Some("CUSTOM"));
            let (all, rest) = headers.split_once("/custom.html\n").expect("a rule for it");
            assert!(
                all.starts_with("/*\n  Content-Security-Policy: MAIN; frame-ancestors 'none'")
                    && !all.contains("CUSTOM")
            );
            assert!(
                rest.starts_with("  ! Content-Security-Policy\n  Content-Security-Policy: CUSTOM; frame-ancestors")
            );
            assert!(!headers_file("MAIN", None).contains("custom"));
            let nginx = nginx_file("MAIN", Some("CUSTOM"));
            assert!(
                nginx.contains(r#"if ($uri ~ "/custom\.html$") { set $latchkey0 "CUSTOM; frame-ancestors"#),
                "{nginx}"
            );
        }

        #[test]
        fn the_policy_admits_hashes_and_exact_urls_alone() {
            let policy = policy(&["a", "b"], &provider::policy_urls());
            assert!(policy.starts_with("default-src 'none'; script-src 'sha256-"));
            assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'") && !policy.contains('*'));
            for url in provider::policy_urls() {
                let path = url.splitn(4, '/').nth(3).unwrap_or_default();
                assert!(
                    !path.is_empty() && !path.ends_with('/') && !url.contains(['?', '#', '{']),
                    "{url} is no exact path"
                );
            }
        }
    }
}
