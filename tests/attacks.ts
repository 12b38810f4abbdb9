/** Texts that attack a pipeline's agent or a terminal. */
export const attack = (who: string): string =>
  `${who}\n::add-mask::${who}\r\n  ::error::x\n##vso[task.setvariable variable=A]b ##[error]c \u001b[31m\u0007\u009b2J \u202e`;

/** Such a name in M. */
export const writtenAttack = (name: string): string =>
  `#"${name
    .replaceAll("\r\n", "#(cr,lf)")
    .replaceAll("\n", "#(lf)")
    .replace(/[\u0007\u001b\u009b\u202e]/g, (c) => `#(${c.charCodeAt(0).toString(16).padStart(4, "0")})`)}"`;

const COMMAND = /^\s*::|##\[|##vso\[|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/i;

/** The lines that an agent or a terminal would execute. */
export const obeyedLines = (log: string): string[] => log.split(/\r?\n/).filter((line) => COMMAND.test(line));
