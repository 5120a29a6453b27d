package walletengine

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/auth"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

// A request that had its token already when another one was refused must not bring the session back to life.
func TestLateRequestDoesNotReviveASession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		u := &user{token: secret.New("token-1"), inactivity: time.Hour, ends: time.Now().Add(time.Hour)}
		token, err := u.Login(t.Context(), nil, auth.Token{})
		require.NoError(t, err)
		_, err = u.Login(t.Context(), nil, token)
		require.ErrorIs(t, err, ErrSessionEnded)

		u.Authorize(&http.Request{Header: http.Header{}}, token)

		require.Equal(t, time.Now(), u.ends)
		_, err = u.Login(t.Context(), nil, auth.Token{})
		require.ErrorIs(t, err, ErrSessionEnded)
	})
}
