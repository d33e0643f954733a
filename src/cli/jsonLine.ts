import { asciiJson } from '../domain/asciiJson.js';

/** A JSON document as one line of ASCII. */
export const jsonLine = (document: unknown): string => `${asciiJson(document)}\n`;
