import * as z from "zod";
import { defaultLimits, type Limits } from "../execution/limits/limits.js";
import { defaultRateLimits, type RateLimiterOptions, refusalCost } from "../execution/limits/rate-limiter.js";
import type { RateLimit } from "../execution/limits/token-buckets.js";
import { addFault, integer } from "./forms.js";
import { redisUrl } from "./server-url.js";

export interface LimitSettings {
  readonly limits: Limits;
  readonly rateLimit: RateLimiterOptions;
}

export const limitVariables = z.object({
  MAX_DOCUMENT_CHARACTERS: integer(100, 1_000_000).default(defaultLimits.characters),
  MAX_TOKENS: integer(10, 100_000).default(defaultLimits.tokens),
  MAX_SELECTIONS: integer(1, 10_000).default(defaultLimits.selections),
  MAX_FRAGMENTS: integer(0, 1_000).default(defaultLimits.fragments),
  MAX_DEPTH: integer(1, 100).default(defaultLimits.depth),
  MAX_ROOT_FIELDS: integer(1, 1_000).default(defaultLimits.rootFields),
  MAX_ALIASES: integer(0, 10_000).default(defaultLimits.aliases),
  MAX_DIRECTIVES: integer(0, 10_000).default(defaultLimits.directives),
  MAX_VALUES: integer(10, 1_000_000).default(defaultLimits.values),
  MAX_COST: integer(1, 100_000_000).default(defaultLimits.cost),
  MAX_RESPONSE_BYTES: integer(1_000, 1_000_000_000).default(defaultLimits.responseBytes),
  RATE_LIMIT_PER_SECOND: integer(0, 1_000_000_000).default(defaultRateLimits.staff.perSecond),
  RATE_LIMIT_BURST: integer(1, 1_000_000_000).default(defaultRateLimits.staff.burst),
  CUSTOMER_RATE_LIMIT_PER_SECOND: integer(0, 1_000_000_000).default(defaultRateLimits.customers.perSecond),
  CUSTOMER_RATE_LIMIT_BURST: integer(refusalCost, 1_000_000_000).default(defaultRateLimits.customers.burst),
  ADDRESS_RATE_LIMIT_PER_SECOND: integer(0, 1_000_000_000).default(defaultRateLimits.addresses.perSecond),
  ADDRESS_RATE_LIMIT_BURST: integer(refusalCost, 1_000_000_000).default(defaultRateLimits.addresses.burst),
  REDIS_URL: redisUrl.optional(),
});

type Values = z.infer<typeof limitVariables>;

/** Checks that the rate limit allows a request of the maximum cost. Otherwise such a request could never run. */
export function checkLimits({ RATE_LIMIT_BURST: burst, MAX_COST: cost }: Values, context: z.RefinementCtx): void {
  if (burst >= cost) return;
  if (burst === defaultRateLimits.staff.burst) {
    addFault(context, "MAX_COST", `must not be more than RATE_LIMIT_BURST, ${burst}`);
  } else {
    addFault(context, "RATE_LIMIT_BURST", `must not be less than MAX_COST, ${cost}`);
  }
}

export function limitSettings(values: Values): LimitSettings {
  return {
    limits: {
      characters: values.MAX_DOCUMENT_CHARACTERS,
      tokens: values.MAX_TOKENS,
      selections: values.MAX_SELECTIONS,
      fragments: values.MAX_FRAGMENTS,
      depth: values.MAX_DEPTH,
      rootFields: values.MAX_ROOT_FIELDS,
      aliases: values.MAX_ALIASES,
      directives: values.MAX_DIRECTIVES,
      values: values.MAX_VALUES,
      cost: values.MAX_COST,
      responseBytes: values.MAX_RESPONSE_BYTES,
    },
    rateLimit: {
      staff: limitOrNone(values.RATE_LIMIT_PER_SECOND, values.RATE_LIMIT_BURST),
      customers: limitOrNone(values.CUSTOMER_RATE_LIMIT_PER_SECOND, values.CUSTOMER_RATE_LIMIT_BURST),
      addresses: limitOrNone(values.ADDRESS_RATE_LIMIT_PER_SECOND, values.ADDRESS_RATE_LIMIT_BURST),
      redisUrl: values.REDIS_URL,
    },
  };
}

/** A rate of 0 per second means no limit. */
function limitOrNone(perSecond: number, burst: number): RateLimit | undefined {
  return perSecond === 0 ? undefined : { perSecond, burst };
}
