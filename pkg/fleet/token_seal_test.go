package fleet_test

import (
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/internal/redistest"
	"github.com/wallex-sdk/wallex-go/pkg/auth"
	"github.com/wallex-sdk/wallex-go/pkg/fleet"
)

func TestKeysOfAnotherSizeAreRefused(t *testing.T) {
	t.Parallel()
	for _, size := range []int{0, 16, 31, 33} {
		_, err := fleet.NewTokens(nil, make([]byte, size))
		require.ErrorIs(t, err, fleet.ErrKeySize)
	}
}

// dump returns all names and values in Redis.
func dump(t *testing.T, server *redistest.Server) (everything []string) {
	t.Helper()
	client := server.Client()
	for _, name := range client.Keys(t.Context(), "*").Val() {
		require.Equal(t, "string", client.Type(t.Context(), name).Val())
		everything = append(everything, name, client.Get(t.Context(), name).Val())
	}
	return everything
}

func TestRedisHoldsNothingInPlainText(t *testing.T) {
	t.Parallel()
	server, p := redistest.Start(t), newPlatform(t, time.Hour)
	r, _ := join(t, server, p)
	require.NoError(t, r.call(t.Context()))
	held := r.held()
	came := p.hang()
	p.revoke()
	waiting := make(chan error)
	go func() { waiting <- r.call(t.Context()) }()
	<-came
	during := dump(t, server) // the claim
	r.Close()
	require.ErrorIs(t, <-waiting, auth.ErrClosed)

	another, _ := join(t, server, p)
	require.NoError(t, another.call(t.Context()))
	everything := append(during, dump(t, server)...)
	require.Len(t, everything, 4, "the claim and the token, with their names")
	for _, private := range []string{
		held.Value.Reveal(), another.held().Value.Reveal(), apiKey, apiID, secretKey, p.URL, string(fleetKey),
	} {
		for _, form := range []string{
			private, hex.EncodeToString([]byte(private)), base64.StdEncoding.EncodeToString([]byte(private))[:len(private)],
		} {
			require.NotContains(t, strings.Join(everything, "\n"), form)
		}
	}
}

// Who has another key shares nothing, and disturbs nobody.
func TestAnotherKey(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	tokens := newTokens(t, server.Client())
	require.NoError(t, claim(t, tokens, auth.Token{})(t.Context(), token("ours")))
	reversed := slices.Clone(fleetKey)
	slices.Reverse(reversed)
	others, err := fleet.NewTokens(server.Client(), reversed)
	require.NoError(t, err)
	require.NoError(t, claim(t, others, auth.Token{})(t.Context(), token("theirs")))
	require.NoError(t, others.Invalidate(t.Context(), "key", token("ours")))
	shared(t, tokens, token("ours"))
	shared(t, others, token("theirs"))
}

// What was not encrypted with the key, for the same use, counts as none: one process logs in and reports it.
func TestAValueThatCannotBeRead(t *testing.T) {
	t.Parallel()
	server, p := redistest.Start(t), newPlatform(t, time.Hour)
	first, _ := join(t, server, p)
	require.NoError(t, first.call(t.Context()))
	client := server.Client()
	name := client.Keys(t.Context(), "wallex:token:*").Val()[0]
	good := client.Get(t.Context(), name).Val()
	tokens := newTokens(t, client)
	require.NoError(t, claim(t, tokens, auth.Token{})(t.Context(), token("of another use")))
	names := client.Keys(t.Context(), "wallex:token:*").Val()
	other := names[(slices.Index(names, name)+1)%2]
	for what, value := range map[string]string{
		"empty":          "",
		"short":          good[:10],
		"a tag":          good[:16],
		"cut":            good[:len(good)-1],
		"another tag":    string(good[0]^1) + good[1:],
		"changed":        good[:len(good)-1] + string(good[len(good)-1]^1),
		"of another use": client.Get(t.Context(), other).Val(),
	} {
		t.Run(what, func(t *testing.T) {
			before := len(p.logIns())
			require.NoError(t, client.Set(t.Context(), name, value, time.Hour).Err())
			replicas, failures := make([]*replica, 4), make([]*reports, 4)
			for i := range replicas {
				replicas[i], failures[i] = join(t, server, p)
			}
			all(t, replicas, 2)
			require.Len(t, p.logIns(), before+1)
			var reported []error
			for _, f := range failures {
				reported = append(reported, f.get()...)
			}
			require.Len(t, reported, 1)
			require.ErrorIs(t, reported[0], fleet.ErrUnreadable)
		})
	}
}
