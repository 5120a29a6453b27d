package walletengine_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/walletengine/authorization"
	"github.com/wallex-sdk/wallex-go/gen/walletengine/transfer"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/auth"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/walletengine"
)

func TestRequestsOfASession(t *testing.T) {
	p := newPlatform(t)
	session := p.signedIn(t)
	_, err := session.Profile.Query(t.Context())
	require.NoError(t, err)
	require.Equal(t, []seen{{queryMe, "Bearer token-1", map[string]any{"app_id": "86509b0699ae"}}}, p.take())
}

// Nobody can tell a session from another by anything that it prints.
func TestSessionPrintsAsRedacted(t *testing.T) {
	session := newPlatform(t).signedIn(t)
	for _, value := range []any{session, *session, []*walletengine.Session{session}, struct{ S walletengine.Session }{*session}, map[string]any{"s": session}} {
		printed := fmt.Sprint(value) + fmt.Sprintf("%+v %#v %s %q %x %d", value, value, value, value, value, value)
		text, err := json.Marshal(value)
		require.NoError(t, err)
		var log bytes.Buffer
		slog.New(slog.NewTextHandler(&log, nil)).Info("signed in", "session", value)
		slog.New(slog.NewJSONHandler(&log, nil)).Info("signed in", "session", value)
		for _, hidden := range []string{"token-1", fmt.Sprintf("%x", "token-1"), "Ada", "EWCV144", "931917458"} {
			require.NotContains(t, printed+string(text)+log.String(), hidden)
		}
		require.Contains(t, printed, "[redacted]")
	}
}

// A platform that repeats what it was sent.
func TestErrorsRepeatNoSecrets(t *testing.T) {
	p := newPlatform(t)
	session := p.signedIn(t)
	p.script(queryMe, answer{500, `{"code":500,"error":"invalid_arguments","message":"Bearer token-1 is wrong"}`})
	_, err := session.Profile.Query(t.Context())
	require.Equal(t, "Bearer [redacted] is wrong", apierror.Of(err).Message)
	p.script(signIn, answer{500, `{"code":500,"error":"invalid_passcode","message":"4711 is wrong"}`})
	_, err = p.connect(t).SignIn(t.Context(), authorization.SignInRequest{
		CountryDialCode: "65", PhoneNumber: "80000000", Passcode: secret.New("4711"),
	})
	require.Equal(t, "[redacted] is wrong", apierror.Of(err).Message)
}

// What the platform may refuse a token with. The source does not tell.
func TestTokenThatIsRefused(t *testing.T) {
	for name, refused := range map[string]answer{
		"401":                 {401, `{"code":401,"error":"invalid_user_authorize","message":"m"}`},
		"401 of another code": {401, `{"code":401,"error":"session_expired"}`},
		"500 with the code":   refusal("invalid_user_authorize"),
	} {
		t.Run(name, func(t *testing.T) {
			p := newPlatform(t)
			session := p.signedIn(t)
			p.script(confirm, refused)
			err := pay(t, session)
			requireEnded(t, err)
			require.ErrorIs(t, err, apierror.ErrRejected, "the platform has seen it")
			require.Equal(t, []string{confirm}, p.paths(), "a replay would be useless")
			require.False(t, session.Ends().After(time.Now()))

			_, err = session.Profile.Query(t.Context())
			requireEnded(t, err)
			require.ErrorIs(t, err, apierror.ErrNotSent)
			require.Empty(t, p.paths())
			_, err = session.Save()
			require.Equal(t, walletengine.ErrSessionEnded, err)
		})
	}
}

func TestAnswersThatDoNotEndASession(t *testing.T) {
	for _, other := range []answer{{403, `{"code":403,"error":"forbidden"}`}, refusal("invalid_passcode"), refusal("fatal_error"), {502, "<html>"}} {
		p := newPlatform(t)
		session := p.signedIn(t)
		p.script(confirm, other)
		err := pay(t, session)
		require.Error(t, err)
		require.False(t, errors.Is(err, walletengine.ErrSessionEnded))
		_, err = session.Profile.Query(t.Context())
		require.NoError(t, err)
	}
}

// A 401 without the platform's envelope does not prove that nothing was paid.
func TestRefusalThatMayBeAProxys(t *testing.T) {
	p := newPlatform(t)
	session := p.signedIn(t)
	p.script(confirm, answer{401, "<html>"})
	err := pay(t, session)
	require.ErrorIs(t, err, apierror.ErrAmbiguous)
	_, err = session.Profile.Query(t.Context())
	requireEnded(t, err)
	require.Equal(t, []string{confirm}, p.paths())

	session = p.signedIn(t)
	p.script(queryMe, answer{401, "<html>"})
	_, err = session.Profile.Query(t.Context())
	requireEnded(t, err)
}

func TestSessionsOfOneClientAreApart(t *testing.T) {
	p := newPlatform(t)
	c := p.connect(t)
	first, err := c.SignIn(t.Context(), ada)
	require.NoError(t, err)
	p.script(signIn, answer{200, `{"profile":{"client_id":"2"},"token":"token-2"}`})
	second, err := c.SignIn(t.Context(), ada)
	require.NoError(t, err)
	defer second.Close()
	p.take()

	p.script(queryMe, refusal("invalid_user_authorize"))
	_, err = first.Profile.Query(t.Context())
	requireEnded(t, err)
	first.Close()
	_, err = first.Profile.Query(t.Context())
	require.ErrorIs(t, err, auth.ErrClosed)
	_, err = second.Profile.Query(t.Context())
	require.NoError(t, err)
	got := p.take()
	require.Equal(t, []string{"Bearer token-1", "Bearer token-2"}, []string{got[0].token, got[1].token})
}

// Every call puts the end of a session off.
func TestInactivity(t *testing.T) {
	for minutes, inactivity := range map[int]time.Duration{0: walletengine.Inactivity, 1: time.Minute, 60: time.Hour} {
		t.Run(inactivity.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				network := new(memory)
				session := network.signIn(t, minutes)
				require.Equal(t, time.Now().Add(inactivity), session.Ends())
				for range 5 {
					time.Sleep(inactivity - time.Second)
					_, err := session.Profile.Query(t.Context())
					require.NoError(t, err)
					require.Equal(t, time.Now().Add(inactivity), session.Ends())
					synctest.Wait()
				}
				network.take()

				time.Sleep(inactivity)
				require.Equal(t, time.Now(), session.Ends())
				for range 2 {
					_, err := session.Profile.Query(t.Context())
					requireEnded(t, err)
					require.ErrorIs(t, err, apierror.ErrNotSent)
				}
				require.Empty(t, network.take())
			})
		})
	}
}

// No sign-in is so long that its time runs over.
func TestInactivityOfCenturies(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		session := new(memory).signIn(t, 1<<40)
		require.Equal(t, time.Now().Add(100*365*24*time.Hour), session.Ends())
	})
}

// requireEnded requires that an error is the typed one of a session that has ended.
func requireEnded(t *testing.T, err error) {
	t.Helper()
	require.ErrorIs(t, err, walletengine.ErrSessionEnded)
	require.ErrorIs(t, err, apierror.ErrUnauthorized)
	require.NotNil(t, apierror.Of(err))
	require.False(t, apierror.Of(err).Temporary)
}

func pay(t *testing.T, session *walletengine.Session) error {
	_, err := session.Transfer.Confirm(t.Context(), transfer.ConfirmTransferRequest{
		RxClientID: "031452503", Amount: decimal.MustParse("1"),
	})
	return err
}

// signIn returns the session of a user of a platform without a network.
func (m *memory) signIn(t *testing.T, minutes int) *walletengine.Session {
	t.Helper()
	c, err := walletengine.New("86509b0699ae", client.WithTransport(m))
	require.NoError(t, err)
	t.Cleanup(c.Close)
	session, err := c.SignIn(t.Context(), authorization.SignInRequest{
		CountryDialCode: "65", PhoneNumber: "909099999", Password: ada.Password, MaxInactiveTime: minutes,
	})
	require.NoError(t, err)
	t.Cleanup(session.Close)
	m.take()
	return session
}
