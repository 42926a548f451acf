// What a scanner found, held against the truth of a corpus. Lines decide: scanners name spans differently.

/** `found`: one `{ line, provider?, confidence? }` a finding. */
export function judge(found, { truth, negatives = [] }) {
  const owner = new Map();
  truth.forEach((item, index) => {
    for (let line = item.from; line <= item.to; line++) owner.set(line, index);
  });
  const met = new Set();
  const misnamed = [];
  const falseLines = new Set();
  for (const finding of found) {
    const index = owner.get(finding.line);
    if (index === undefined) {
      falseLines.add(finding.line);
      continue;
    }
    met.add(index);
    const named = [].concat(finding.provider ?? []);
    if (named.length > 0 && !named.includes(truth[index].provider)) misnamed.push({ ...finding, ...truth[index] });
  }
  const looksLike = new Set(negatives.flatMap(({ from, to }) => range(from, to)));
  return {
    recalled: met.size,
    of: truth.length,
    missed: truth.filter((_, index) => !met.has(index)),
    falseLines: [...falseLines].sort((a, b) => a - b),
    falseOnNegatives: [...falseLines].filter((line) => looksLike.has(line)).length,
    misnamed,
  };
}

const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
