/**
 * Which recordings halua is held to. Areas come in as halua grows; a case of
 * such an area that is left out stands here with its reason.
 */

/** The areas that halua has. A case's area is the first word of its name. */
export const areas: ReadonlySet<string> = new Set([]);

/** Cases of those areas that are not run, and why. */
export const skipped: Readonly<Record<string, string>> = {};
