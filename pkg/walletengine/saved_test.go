package walletengine_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/walletengine"
)

func TestSaveAndRestore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		network := &memory{}
		session := network.signIn(t, 60)
		time.Sleep(20 * time.Minute)
		saved, err := session.Save()
		require.NoError(t, err)
		require.Contains(t, string(saved), "token-1", "as its comment says")
		require.NotContains(t, string(saved), "Ada")

		time.Sleep(10 * time.Minute)
		restored := restore(t, network, saved)
		require.Equal(t, time.Now().Add(30*time.Minute).UTC(), restored.Ends())
		require.Zero(t, restored.SignedIn)
		require.Empty(t, network.take())
		_, err = restored.Profile.Query(t.Context())
		require.NoError(t, err)
		require.Equal(t, time.Now().Add(time.Hour), restored.Ends(), "it knows how much a call puts the end off")

		time.Sleep(30 * time.Minute)
		_, err = application(t, network).Restore(saved)
		require.Equal(t, walletengine.ErrSessionEnded, err, "the use of the other one is not in these bytes")
	})
}

// A session that was begun elsewhere may last for any time, which bytes keep.
func TestSaveAnyInactivity(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, inactivity := range []time.Duration{time.Nanosecond, 30 * time.Second, 119 * time.Second, 90 * 24 * time.Hour} {
			c := application(t, new(memory))
			session := c.Resume(secret.New("token-1"), inactivity)
			saved, err := session.Save()
			require.NoError(t, err)
			restored, err := c.Restore(saved)
			require.NoError(t, err)
			require.Equal(t, session.Ends().UTC(), restored.Ends().UTC())
			session.Close()
			restored.Close()
		}
	})
}

// Where the clock of the machine that saved a session was ahead, the session does not last longer for it.
func TestRestoreWithAnotherClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ahead := time.Now().Add(1000 * time.Hour).UTC().Format(time.RFC3339)
		session := restore(t, new(memory), []byte(`{"app_id":"86509b0699ae","token":"token-1","inactivity":3600000000000,"ends":"`+ahead+`"}`))
		require.Equal(t, time.Now().Add(time.Hour), session.Ends())
	})
}

func TestRestoreRefuses(t *testing.T) {
	c := application(t, new(memory))
	whole := `{"app_id":"86509b0699ae","token":"hunter2","inactivity":3600000000000,"ends":"2999-01-01T00:00:00Z"}`
	session, err := c.Restore([]byte(whole))
	require.NoError(t, err)
	session.Close()
	for name, bytes := range map[string]string{
		"nothing":                   ``,
		"null":                      `null`,
		"no object":                 `"hunter2"`,
		"another application":       strings.Replace(whole, "86509b0699ae", "5db2a50be7626", 1),
		"no token":                  strings.Replace(whole, "hunter2", "", 1),
		"token of another type":     strings.Replace(whole, `"hunter2"`, `["hunter2"]`, 1),
		"no time of inactivity":     strings.Replace(whole, "3600000000000", "0", 1),
		"negative inactivity":       strings.Replace(whole, "3600000000000", "-60", 1),
		"inactivity that overflows": strings.Replace(whole, "3600000000000", "1e30", 1),
		"end that is no time":       strings.Replace(whole, "2999-01-01T00:00:00Z", "hunter2", 1),
		"cut off":                   whole[:50],
		"something behind":          whole + "hunter2",
	} {
		t.Run(name, func(t *testing.T) {
			session, err := c.Restore([]byte(bytes))
			require.Nil(t, session)
			require.ErrorIs(t, err, walletengine.ErrNoSession)
			require.NotContains(t, fmt.Sprintf("%+v", err), "hunter")
		})
	}
	for name, bytes := range map[string]string{
		"ended":  strings.Replace(whole, "2999", "1999", 1),
		"no end": strings.Replace(whole, `,"ends":"2999-01-01T00:00:00Z"`, "", 1),
	} {
		t.Run(name, func(t *testing.T) {
			session, err := c.Restore([]byte(bytes))
			require.Nil(t, session)
			require.Equal(t, walletengine.ErrSessionEnded, err)
		})
	}
}

// FuzzRestore feeds the decoder of sessions whatever may be stored: what it takes comes out as it went in.
func FuzzRestore(f *testing.F) {
	for _, seed := range []string{
		`{"app_id":"86509b0699ae","token":"t","inactivity":604800000000000,"ends":"2999-01-01T00:00:00Z"}`,
		`{"app_id":"86509b0699ae","token":"\u0000\n","inactivity":9223372036854775807,"ends":"9999-12-31T23:59:59+23:59"}`,
		`{"app_id":"86509b0699ae","token":"t","inactivity":1,"ends":"0000-01-01T00:00:00Z"}`, `null`, `[]`, `{`, ``,
	} {
		f.Add([]byte(seed))
	}
	c := application(f, new(memory))
	f.Fuzz(func(t *testing.T, data []byte) {
		session, err := c.Restore(data)
		if err != nil {
			require.Nil(t, session)
			return
		}
		defer session.Close()
		require.True(t, json.Valid(data))
		saved, err := session.Save()
		require.NoError(t, err)
		again, err := c.Restore(saved)
		require.NoError(t, err)
		defer again.Close()
		require.WithinDuration(t, session.Ends(), again.Ends(), 0)
		twice, err := again.Save()
		require.NoError(t, err)
		require.Equal(t, string(saved), string(twice))
	})
}

func application(t testing.TB, network *memory) *walletengine.Client {
	t.Helper()
	c, err := walletengine.New("86509b0699ae", client.WithTransport(network))
	require.NoError(t, err)
	t.Cleanup(c.Close)
	return c
}

func restore(t *testing.T, network *memory, saved []byte) *walletengine.Session {
	t.Helper()
	session, err := application(t, network).Restore(saved)
	require.NoError(t, err)
	t.Cleanup(session.Close)
	return session
}
