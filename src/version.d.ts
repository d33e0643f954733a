/** Filled in by the build. */
declare const RECROWN_VERSION: string;
/** sha256 over src/: which code made a replay. */
declare const RECROWN_SOURCE_DIGEST: string;
