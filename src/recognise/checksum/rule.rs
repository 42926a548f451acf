//! The names by which provider files call a checksum. `build.rs` reads this file too, so that the names and the
//! enum cannot drift apart.

macro_rules! rules {
    ($($(#[$words:meta])* $rule:ident = $name:literal,)*) => {
        /// A checksum, or a structure that serves as one, which a provider file may name.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Checksum { $($(#[$words])* $rule,)* }

        impl Checksum {
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
    /// The last six characters are the CRC-32 (IEEE) of all between prefix and them, in base 62
    /// (`0-9A-Za-z`), padded with `0`. GitHub, npm, Polar.
    /// <https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/>, 2021-04-05
    Crc32Base62 = "crc32-base62",
    /// The last eight characters are the CRC-32 of all between prefix and them, in hex. Cloudflare: documented is
    /// that a checksum follows 40 characters, the algorithm is computed (a public sample holds).
    /// <https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/>, 2026-11
    Crc32Hex = "crc32-hex",
    /// The last eight characters are the CRC-32 of all before them, prefix and `=` included, in hex of either
    /// case; `%3D` counts as `=`. Atlassian and Bitbucket: `CredSweeper` `value_atlassian_token_check.py`, and a
    /// public sample that holds, 2026-11
    Crc32HexAll = "crc32-hex-all",
    /// `PREFIX-PAYLOAD.[VERSION.]LLCCCCCCC`: `LL` the payload's length, the last seven the CRC-32 of all
    /// before them, both in base 36 (`0-9a-z`), padded with `0`.
    /// <https://handbook.gitlab.com/handbook/engineering/architecture/design-documents/cells/routable_tokens/>, 2026-11
    GitlabRoutable = "gitlab-routable",
    /// Behind the last `_` the CRC-32 of all before it, its four bytes the lowest first, in hex.
    /// <https://github.com/grafana/grafana/blob/main/pkg/components/satokengen/tokengen.go>, 2026-11
    GrafanaServiceAccount = "grafana-sa",
    /// The last six characters are the first six of the base64 of the CRC-32 of all between prefix and them, its
    /// four bytes the lowest first.
    /// <https://docs.confluent.io/cloud/current/security/authenticate/workload-identities/service-accounts/api-keys/overview.html>, 2026-11
    Confluent = "confluent-cflt",
    /// The last four bytes of the base64 are the Marvin hash of all before them, the seed being one of those that
    /// belong to the signature (`+ASt`) before them.
    /// <https://github.com/microsoft/security-utilities>, `IdentifiableMetadata.cs` and `IdentifiableSecrets.cs`, 2025-11-12
    AzureMarvin = "azure-marvin",
    /// The last three characters of an `8Q~` secret are the first three of the Marvin hash of all before them, in
    /// a base of 66 digits. The same repository, `IdentifiableMetadata.cs`, 2025-11-12
    AzureClientSecret = "azure-client-secret",
    /// The last character is chosen by the exclusive or of the 31 before it, modulo 62: one wrong character in 62
    /// goes unseen at most.
    /// `crates_io_trustpub/src/access_token.rs` in the repository of the registry itself (rust-lang), 2026-11
    CratesTrusted = "crates-trusted",
    /// Base 32 of 16 bytes, then those bytes as a number, lowest first, modulo 37. Checkout.com publishes no rule;
    /// computed over twelve public sandbox keys, all of which hold, 2026-11. What 36 is written as was never seen.
    CheckoutMod37 = "checkout-mod37",
    /// Bech32, as age writes its secret keys. <https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki>,
    /// <https://age-encryption.org/v1>, 2026-11
    AgeBech32 = "age-bech32",
    /// Each part that begins `eyJ`, the base64 of `{"`, is JSON: JWT's header and payload (RFC 7519, section 7.2)
    /// and kin. The signature is not looked at; its wrong characters go unseen.
    JsonParts = "json-parts",
    /// A version 2 macaroon in base64url, of which nothing is left over.
    /// <https://github.com/rescrv/libmacaroons/blob/master/doc/format.txt>, 2026-11. The signature within needs
    /// the issuer's key; wrong characters in it go unseen.
    Macaroon = "macaroon",
    /// Base64 of `ID_SECRET_v200`: 16 and 44 characters of base64, of 12 and 32 bytes.
    /// <https://github.com/weaviate/weaviate/blob/main/usecases/auth/authentication/apikey/keys/key_generation.go>, 2026-11
    WeaviateUser = "weaviate-user",
    /// Base64 of `tok:`, a UUID with underscores, `:1:0`. Computed over public samples, 2026-11
    IntercomToken = "intercom-tok",
    /// Base64 of plain text: `BedrockAPIKey-…`, or the signed address of `CallWithBearerToken`.
    /// <https://www.wiz.io/blog/a-new-type-of-long-lived-key-on-aws-bedrock-api-keys>,
    /// <https://github.com/aws/aws-bedrock-token-generator-js>, 2026-11
    BedrockText = "bedrock-text",
    /// Base64 of `reftkn:01:`, ten digits of expiry, `:` and plain text. Computed over public samples, 2026-11
    JfrogReference = "jfrog-reference",
}
