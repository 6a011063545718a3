export function suite(cbt179: object): string;
