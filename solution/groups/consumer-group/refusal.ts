/**
 * Why a request is not done: the error code for the client, and a sentence for who reads its log.
 */
export interface Refusal {
  readonly errorCode: number;
  readonly errorMessage: string;
}

export function refusal(errorCode: number, errorMessage: string): Refusal {
  return { errorCode, errorMessage };
}

export function isRefusal(found: object): found is Refusal {
  return 'errorCode' in found;
}
