package envelope_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/cardplatform/envelope"
)

// FuzzOpenAnswer feeds both sides whatever may arrive: only what was encrypted for the call opens.
func FuzzOpenAnswer(f *testing.F) {
	exchanges := []exchange{}
	for _, format := range formats {
		x := newExchange(f, format)
		exchanges = append(exchanges, x)
		f.Add(x.response, x.received.Get(envelope.IVHeader))
	}
	for _, body := range []string{``, answer, `"AAAA"`, `{"data":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}`, `<html>`, `{"encryptedData":null}`} {
		f.Add([]byte(body), "AAAAAAAAAAAAAAAA")
	}
	f.Fuzz(func(t *testing.T, body []byte, iv string) {
		for _, x := range exchanges {
			if opened, err := x.client.OpenAnswer(http.Header{envelope.IVHeader: {iv}}, body); err == nil {
				require.Equal(t, answer, string(opened))
			} else {
				require.True(t, err == envelope.ErrDecrypt || err == envelope.ErrPlain)
			}
			if opened, err := x.platform.OpenRequest(body); err == nil {
				require.Contains(t, []string{"", question, answer}, string(opened))
			} else {
				require.True(t, errors.Is(err, envelope.ErrDecrypt))
			}
		}
	})
}
