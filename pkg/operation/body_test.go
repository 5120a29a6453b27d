package operation_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
)

// body counts how often it is closed.
type body struct {
	io.Reader
	closed int
}

func (b *body) Close() error {
	b.closed++
	return nil
}

func TestRead(t *testing.T) {
	original := &body{Reader: iotest.OneByteReader(strings.NewReader("hello"))}
	resp := &http.Response{Body: original, ContentLength: -1}
	for range 2 {
		got, err := operation.Read(resp)
		require.NoError(t, err)
		require.Equal(t, "hello", string(got))
	}
	require.Equal(t, 1, original.closed)

	asUsual, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.Equal(t, "hello", string(asUsual))
	require.NoError(t, resp.Body.Close())
	again, err := operation.Read(resp)
	require.NoError(t, err)
	require.Equal(t, "hello", string(again), "whoever has read it before")
}

func TestReadFails(t *testing.T) {
	lost := errors.New("connection lost")
	original := &body{Reader: io.MultiReader(strings.NewReader("hel"), iotest.ErrReader(lost))}
	got, err := operation.Read(&http.Response{Body: original, ContentLength: 5})
	require.ErrorIs(t, err, lost)
	require.Nil(t, got)
	require.Equal(t, 1, original.closed)
}

func TestAnswersAreCapped(t *testing.T) {
	for name, length := range map[string]int64{"length unknown": -1, "length given": operation.MaxBody, "length a lie": 1 << 40} {
		t.Run(name, func(t *testing.T) {
			var sent *body
			c := func(n int64) *operation.Caller {
				return through(func(*http.Request) (*http.Response, error) {
					sent = &body{Reader: io.LimitReader(noise{}, n)}
					return &http.Response{StatusCode: 200, ContentLength: length, Body: sent, Header: http.Header{}}, nil
				})
			}
			require.NoError(t, operation.None(t.Context(), c(operation.MaxBody), &deleteThing, new(operation.Input)))

			err := one(t, c(operation.MaxBody*1000), new(operation.Input))
			require.ErrorIs(t, err, operation.ErrBodyTooLarge)
			require.Equal(t, apierror.Ambiguous, failed(t, err).Outcome)
			require.Equal(t, 200, failed(t, err).Status)
			require.Equal(t, 1, sent.closed)
		})
	}
}

var chunk = bytes.Repeat([]byte("x"), 64<<10)

// noise has no end.
type noise struct{}

func (noise) Read(p []byte) (int, error) { return copy(p, chunk), nil }
