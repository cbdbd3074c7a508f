/**
 * What differs between two texts, line by line: the longest run of lines that both have in order
 * stays, the rest is taken out of one and put in from the other.
 */
export interface DiffLine {
  readonly sign: ' ' | '-' | '+';
  readonly line: string;
}

export function lineDiff(before: readonly string[], after: readonly string[]): DiffLine[] {
  const common = commonLengths(before, after);
  const diff: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      diff.push({ sign: ' ', line: before[i]! });
      i++;
      j++;
    } else if (
      j === after.length ||
      (i < before.length && common[i + 1]![j]! >= common[i]![j + 1]!)
    ) {
      diff.push({ sign: '-', line: before[i++]! });
    } else {
      diff.push({ sign: '+', line: after[j++]! });
    }
  }
  return diff;
}

/** At [i][j], how many lines the rests from i and from j on have in common, in order. */
function commonLengths(before: readonly string[], after: readonly string[]): number[][] {
  const table = Array.from({ length: before.length + 1 }, () =>
    new Array<number>(after.length + 1).fill(0),
  );
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      table[i]![j] =
        before[i] === after[j]
          ? table[i + 1]![j + 1]! + 1
          : Math.max(table[i + 1]![j]!, table[i]![j + 1]!);
    }
  }
  return table;
}

/** A diff with no more than `context` unchanged lines around a change; undefined marks a gap. */
export function withContext(diff: readonly DiffLine[], context = 3): (DiffLine | undefined)[] {
  const near = diff.map((_, at) =>
    diff.slice(Math.max(0, at - context), at + context + 1).some(({ sign }) => sign !== ' '),
  );
  return diff.flatMap((line, at) => {
    if (near[at]) return [line];
    return at === 0 || near[at - 1] ? [undefined] : [];
  });
}
