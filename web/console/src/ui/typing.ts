/** Milliseconds without a key, until the server is asked for what somebody types. */
export const typingPause = 250;

/** Characters of a search, as the API has it. */
export const longestSearch = 200;
