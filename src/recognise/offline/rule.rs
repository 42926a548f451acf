//! The names by which provider files say what a credential tells of itself. `build.rs` reads this file too.

macro_rules! rules {
    ($($(#[$words:meta])* $rule:ident = $name:literal,)*) => {
        /// What can be read from a credential without asking anyone.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Offline { $($(#[$words])* $rule,)* }

        impl Offline {
            /// Every one, by the name in the provider files.
            pub const ALL: &[(&str, Self)] = &[$(($name, Self::$rule),)*];

            /// The one that a provider's file names so; `build.rs` lets no other name through.
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, rule)| *rule)
            }
        }
    };
}

rules! {
    /// The registered claims (RFC 7519, section 4.1), scopes, role, and Supabase's project.
    Jwt = "jwt",
    /// `u`, `scopes`, `exp` of the payload. <https://docs.mapbox.com/api/accounts/tokens/>, 2026-11
    Mapbox = "mapbox",
    /// `h`, `e` of the payload. snyk/go-application-framework, 2026-11
    Snyk = "snyk",
    /// `uid`, `actid`, `rgn` of the payload. <https://developer.monday.com>, 2026-11
    Monday = "monday",
    /// `a`, `exp` of the payload. <https://docs.turso.tech>, 2026-11
    Turso = "turso",
    /// `GroupID` of the payload. Public samples, 2026-11
    Minimax = "minimax",
    /// `o`, `n`, `m.r`. grafana/grafana, public samples, 2026-11
    GrafanaCloud = "grafana-cloud",
    /// `id`, `n`. Grafana's API keys of before 2025.
    GrafanaLegacy = "grafana-legacy",
    /// `url`, `org`, `iat`. <https://github.com/getsentry/rfcs/blob/main/text/0091-ci-upload-tokens.md>, 2026-11
    Sentry = "sentry",
    /// `signInAddress`, `email`. Public samples, 2026-11
    OnePassword = "1password",
    /// `UserID`. <https://upstash.com/docs/qstash>, 2026-11
    Qstash = "qstash",
    /// `miro.origin`. Public samples, 2026-11
    Miro = "miro",
    /// `baseUrl` behind the star. comet-ml/opik, 2026-11
    Comet = "comet",
    /// The account number in the sixteen characters behind `AKIA`, but for ids of before 2019 (`I` or `J` first).
    /// <https://medium.com/@TalBeerySec/a-short-note-on-aws-key-id-f88cc4317489>, 2026-11
    AwsAccount = "aws-account",
    /// User and account of a long-term key; region, account and end of a short-term one. As the checksum's.
    Bedrock = "bedrock",
    /// Project, mail and key id of a service account's JSON, bare or in base64.
    /// <https://cloud.google.com/iam/docs/keys-create-delete>, 2026-11
    GcpJson = "gcp-json",
    /// The first eight hex digits are the second it was made. Public samples, 2026-11
    PostmanTime = "postman-time",
    /// The number in base64 before the first dot, which holds the time (epoch 1420070400000).
    /// <https://discord.com/developers/docs/reference#snowflakes>, 2026-11
    DiscordBot = "discord-bot",
    /// The same number in a webhook's address.
    DiscordWebhook = "discord-webhook",
    /// Seconds since 1400000000 in the first four of twenty bytes. <https://github.com/segmentio/ksuid>, 2026-11
    Ksuid = "ksuid",
    /// Milliseconds in the first ten characters of a ULID. <https://github.com/ulid/spec>, 2026-11
    PaddleUlid = "paddle-ulid",
    /// What a macaroon's caveats narrow it to.
    /// <https://github.com/pypi/warehouse/blob/main/warehouse/macaroons/caveats/__init__.py>, 2026-11
    PypiCaveats = "pypi-caveats",
    /// The sixteen characters behind the `5`. Compared over keys of one account, 2026-11
    StripeAccount = "stripe-account",
    /// Workspace, user and app in the parts between hyphens or slashes. <https://api.slack.com/authentication/token-types>, 2026-11
    Slack = "slack",
    /// Host, user and database; never the password.
    DatabaseUrl = "database-url",
    /// Account or host, and policy, of a connection string; never its key.
    AzureConnection = "azure-connection",
    /// Rights and dates of a shared access signature.
    /// <https://learn.microsoft.com/rest/api/storageservices/create-service-sas>, 2026-11
    AzureSas = "azure-sas",
    /// Ten digits of the second it ends; zeros are never.
    JfrogExpiry = "jfrog-expiry",
    /// Eleven hex digits of the millisecond it was made. Two public samples, both plausible, 2026-11
    FlutterwaveTime = "flutterwave-time",
    /// The instance's host in base64. <https://clerk.com/docs/deployments/clerk-environment-variables>, 2026-11
    ClerkHost = "clerk-host",
    /// The number before the colon. <https://core.telegram.org/bots/api#authorizing-your-bot>, 2026-11
    TelegramBot = "telegram-bot",
    /// The number behind the slash. <https://developers.asana.com/docs/personal-access-token>, 2026-11
    AsanaUser = "asana-user",
    /// The number between underscores. Public samples, 2026-11
    ClickupUser = "clickup-user",
    /// The number between underscores. Public samples, 2026-11
    TwitchChannel = "twitch-channel",
    /// The fifteen characters before the exclamation mark.
    /// <https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/>, 2026-11
    SalesforceOrg = "salesforce-org",
    /// The data centre behind the hyphen. <https://mailchimp.com/developer/marketing/docs/fundamentals/>, 2026-11
    MailchimpRegion = "mailchimp-region",
    /// The data centre behind `pat-`. Public samples, 2026-11
    HubspotRegion = "hubspot-region",
    /// The region behind the version. pydantic/logfire, 2026-11
    LogfireRegion = "logfire-region",
    /// The number before the hyphen. <https://developer.x.com/en/docs/authentication/oauth-1-0a>, 2026-11
    TwitterUser = "twitter-user",
    /// The merchant's id. <https://developer.paypal.com/braintree/docs>, 2026-11
    BraintreeMerchant = "braintree-merchant",
    /// Host and project. <https://docs.sentry.io/concepts/key-terms/dsn-explainer/>, 2026-11
    SentryDsn = "sentry-dsn",
}
