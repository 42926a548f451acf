// Reports as other scanners write them, with made-up keys in them.

export function gitleaks(findings) {
  return JSON.stringify(
    findings.map(({ key, name = 'KEY', file = 'src/config.py', line = 12, rule = 'generic-api-key' }) => ({
      RuleID: rule, Description: 'Detected a key', StartLine: line, EndLine: line, StartColumn: 1, EndColumn: 60, Match: `${name} = "${key}"`,
      Secret: key, File: file, SymlinkFile: '', Commit: '4f0e…', Link: 'https://evil.example/commit', Entropy: 4.9, Author: 'A', Email: 'a@example.com',
      Date: '2026-11-01T00:00:00Z', Message: 'm', Tags: [], Fingerprint: `${file}:${rule}:${line}`,
    })),
  );
}

export function trufflehog(findings) {
  return findings
    .map(({ key, detector, file = 'deploy/prod.env', line = 7 }) => ({
      SourceMetadata: { Data: { Git: { commit: '4f0e…', file, email: 'a@example.com', repository: 'https://evil.example/r.git', line } } },
      SourceID: 1, SourceType: 16, SourceName: 'trufflehog - git', DetectorType: 1, DetectorName: detector, DecoderName: 'PLAIN', Verified: false,
      Raw: key, RawV2: '', Redacted: '', ExtraData: null, StructuredData: null,
    }))
    .map((finding) => JSON.stringify(finding) + '\n')
    .join('');
}

export function kingfisher(findings) {
  const finding = ({ key, rule, file = 'app/main.py', line = 3 }) => ({
    rule: { name: rule, id: 'kingfisher.x.1' },
    finding: {
      snippet: key, fingerprint: '123', confidence: 'medium', entropy: '4.5', validation: { status: 'Not Attempted', response: 'https://evil.example' },
      language: 'Python', line, column_start: 1, column_end: 9, path: file,
    },
  });
  return JSON.stringify({ findings: findings.map(finding), metadata: {} }, null, 2);
}

export function sarif(findings) {
  const result = ({ key, file = 'a/b.ts', line = 5, rule = 'key' }) => ({
    ruleId: rule, message: { text: `${rule} has detected a secret` },
    locations: [{ physicalLocation: { artifactLocation: { uri: file }, region: { startLine: line, ...(key && { snippet: { text: key } }) } } }],
  });
  return JSON.stringify({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [{ tool: { driver: { name: 'a scanner' } }, results: findings.map(result) }] });
}
