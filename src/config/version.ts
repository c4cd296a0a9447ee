/**
 * The HAProxy version that halua answers as: in `version_atleast()`, in
 * `HAPROXY_BRANCH`, in the texts of messages. One place, so that a move to a
 * newer HAProxy is one edit and a run of the differential tests.
 */
export const HAPROXY_VERSION = "3.5.0";

/** The branch of {@link HAPROXY_VERSION}, as `HAPROXY_BRANCH` holds it. */
export const HAPROXY_BRANCH = "3.5";

/**
 * Whether {@link HAPROXY_VERSION} is older (-1), equal (0) or newer (1) than
 * `wanted`, as `version_atleast` sees it: four numbers with dots, then `-dev`,
 * then `-rc` and `-pre`, then the release itself, each with a number, then the
 * number of commits. A text that is no version counts as the oldest one.
 */
export function compareVersion(wanted: string, current: string = HAPROXY_VERSION): -1 | 0 | 1 {
  const left = versionNumbers(current);
  const right = versionNumbers(wanted);
  if (!left || !right) return 1;
  for (const [index, number] of left.entries()) {
    const other = right[index] ?? 0;
    if (number !== other) return number < other ? -1 : 1;
  }
  return 0;
}

const RELEASE = 3;
const STAGES: Readonly<Record<string, number>> = { dev: 1, rc: 2, pre: 2 };

function versionNumbers(text: string): number[] | undefined {
  const match = /^([0-9]+)((?:\.[0-9]*){0,3})(?:-(.*))?$/.exec(text);
  if (!match) return undefined;
  const [, first = "", others = "", suffix = ""] = match;
  const numbers = [Number(first), ...others.split(".").slice(1).map(Number), 0, 0, 0].slice(0, 4);
  const tag = /^(dev|rc|pre)([0-9]*)(?:-|$)/.exec(suffix);
  const stage = tag ? [STAGES[tag[1] ?? ""] ?? RELEASE, Number(tag[2])] : [RELEASE, 0];
  const commits = /(?:^|-)([0-9]+)$/.exec(tag ? suffix.slice(tag[0].length) : suffix);
  return [...numbers, ...stage, Number(commits?.[1] ?? 0)];
}
