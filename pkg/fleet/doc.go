// Package fleet lets any number of processes, on any number of machines, share one API key of a platform through
// Redis (version 7, or Valkey). [NewLimiter] is one quota for all of them, [NewTokens] one login, and of the processes that
// receive notifications one handles each with [NewEvents].
//
//	quota := fleet.NewLimiter(redis, "acme", ratelimit.Default, fleet.WithReplicas(8))
//	tokens, err := fleet.NewTokens(redis, key)
//	...
//	client, err := wallex.New(credentials, client.WithLimiter(quota), client.WithTokenStore(tokens))
//
// In a Redis cluster a quota is in one slot, and so are a token and each notification. docs/fleet.md is for operators.
package fleet
