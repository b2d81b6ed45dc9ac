/**
 * Where a first configuration is suggested. Where the App was installed on all repositories of an owner at once, most of them
 * are not meant: `selected` leaves those alone.
 */
export const onboardingScopes = ['selected', 'all', 'off'] as const
export type OnboardingScope = (typeof onboardingScopes)[number]
