/** The version of Hasura whose behaviour this engine has; told to the hasura CLI and to Actions. */
export const hasuraVersion = 'v2.48.0';
