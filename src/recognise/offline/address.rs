//! Hosts, users and databases of connection strings. Passwords and keys are passed by.

use super::{Facts, before, between, time};

pub(super) fn database(value: &str, out: &mut Facts) -> Option<()> {
    if let Some((scheme, rest)) = value.split_once("://") {
        // JDBC carries its password among the parameters; elsewhere it stands before the host, and may hold a `;`.
        let bare = scheme.starts_with("jdbc:");
        let ends: &[char] = if bare { &['/', '?', ';'] } else { &['/', '?'] };
        let (authority, path) = rest.split_at(rest.find(ends).unwrap_or(rest.len()));
        let (user, host) = if bare { ("", authority) } else { authority.rsplit_once('@').unwrap_or(("", authority)) };
        out.text("host", host.split(';').next()?);
        out.text("user", before(user, ":").unwrap_or(user));
        let mut parameters = path.split(['?', '&', ';']);
        out.text("database", parameters.next()?.trim_start_matches('/'));
        for (name, text) in parameters.map_while(|pair| pair.split_once('=')).take_while(|(name, _)| !hides(name)) {
            if name == "user" {
                out.text("user", text);
            }
        }
        return Some(());
    }
    for pair in value.split(';') {
        let (name, text) = pair.split_once('=')?;
        match name.trim().to_ascii_lowercase().as_str() {
            "server" | "data source" => out.text("host", text),
            "database" | "initial catalog" => out.text("database", text),
            "user id" | "uid" | "user" => out.text("user", text),
            name if hides(name) => break,
            _ => {}
        }
    }
    Some(())
}

/// Whether a password follows: it may hold a semicolon, so what stands behind it may be its rest.
fn hides(name: &str) -> bool {
    matches!(name.to_ascii_lowercase().as_str(), "password" | "pwd")
}

pub(super) fn azure(value: &str, out: &mut Facts) {
    for pair in value.split(';') {
        let Some((name, text)) = pair.split_once('=') else { continue };
        match name.to_ascii_lowercase().as_str() {
            "accountname" => out.text("account", text),
            "sharedaccesskeyname" | "id" => out.text("name", text),
            "deviceid" => out.text("user", text),
            "endpoint" | "accountendpoint" | "hostname" => {
                let host = text.split_once("://").map_or(text, |(_, host)| host);
                out.text("host", host.trim_end_matches('/'));
            }
            _ => {}
        }
    }
}

pub(super) fn sas(value: &str, out: &mut Facts) {
    for pair in value.split('&') {
        match pair.split_once('=') {
            Some(("sp", rights)) => out.text("scopes", rights),
            Some(("st", from)) => out.time("created", time::written(from)),
            Some(("se", until)) => out.time("expires", time::written(until)),
            _ => {}
        }
    }
}

pub(super) fn dsn(value: &str, out: &mut Facts) -> Option<()> {
    let (host, project) = between(value, "@", "")?.split_once('/')?;
    out.text("host", host);
    out.text("project", project);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::super::Told;
    use super::*;

    fn told(value: &str) -> Vec<(&'static str, String)> {
        let mut out = Facts(Vec::new());
        _ = database(value, &mut out);
        let text = |value| if let Told::Text(text) = value { text } else { String::new() };
        out.0.into_iter().map(|fact| (fact.name, text(fact.value))).collect()
    }

    #[test]
    fn a_connection_tells_host_user_and_database_and_never_its_password() {
        let wanted = [("host", "db.example.org:5432"), ("user", "shop"), ("database", "orders")];
        let wanted = wanted.map(|(name, text)| (name, text.to_owned()));
        assert_eq!(told("postgres://shop:p@ss;w0rd@db.example.org:5432/orders?sslmode=require"), wanted);
        assert_eq!(told("jdbc:postgresql://db.example.org:5432/orders?user=shop&password=p@ssw0rd").len(), 3);
        assert_eq!(
            told("jdbc:sqlserver://db.example.org;password=p@ss;user=x"),
            [("host", "db.example.org".to_owned())]
        );
        let told = told("Server=db.example.org;Database=orders;User Id=shop;Password=p@ss;Uid=w0rd");
        assert!(told.iter().all(|(_, text)| !text.contains("w0rd") && !text.contains("p@ss")), "{told:?}");
    }
}
