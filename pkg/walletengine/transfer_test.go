package walletengine_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/walletengine"
)

// listed is an answer of the history; the total tells the client whether there are more pages.
func listed(total int, transactions ...string) answer {
	return answer{http.StatusOK, fmt.Sprintf(`{"total":%d,"transactions":[%s]}`, total, strings.Join(transactions, ","))}
}

// moved is a transaction between two wallets, paid one with a bank.
func moved(id, amount string) string {
	return fmt.Sprintf(`{"id":%q,"type":"WITHDRAWAL","amount":%s,"fee":0,"transfer_details":{"ref_account_id":"XPJE343"}}`, id, amount)
}
func paid(id, amount string) string {
	return fmt.Sprintf(`{"id":%q,"type":"WITHDRAWAL","amount":%s,"fee":0,"channel_id":"debit_bank"}`, id, amount)
}

var bob = walletengine.Phone{CountryDialCode: "65", PhoneNumber: "909099999"}

func TestPrepareTransfer(t *testing.T) {
	p := newPlatform(t)
	session := p.signedIn(t)
	p.script(past, listed(3, moved("1039", "-1"), paid("1038", "-2")), listed(3, paid("1037", "-3")))
	prepared, err := session.PrepareTransfer(t.Context(), bob)
	require.NoError(t, err)
	since := time.Now().UTC().AddDate(0, 0, -2).Format(time.DateOnly)
	require.Equal(t, &walletengine.PreparedTransfer{
		RecipientID: "031452503", MaxAmount: decimal.MustParse("5"), Fee: decimal.MustParse("0.5"),
		Since: since, Known: []string{"1039", "1038", "1037"},
	}, prepared)
	got := p.take()
	require.Equal(t, seen{recipient, "Bearer token-1", map[string]any{
		"app_id": "86509b0699ae", "country_dial_code": "65", "phone_number": "909099999",
	}}, got[0])
	require.Equal(t, seen{limits, "Bearer token-1", map[string]any{"app_id": "86509b0699ae", "rx_client_id": "031452503"}}, got[1])
	require.Equal(t, map[string]any{"app_id": "86509b0699ae", "date_from": since, "limit": 99.0, "offset": 0.0}, got[2].body)
	require.Len(t, got, 4)

	var stored walletengine.PreparedTransfer
	text, err := json.Marshal(prepared)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &stored))
	require.Equal(t, *prepared, stored)
}

func TestPrepareTransferFails(t *testing.T) {
	for _, step := range []string{recipient, limits, past} {
		t.Run(step, func(t *testing.T) {
			p := newPlatform(t)
			session := p.signedIn(t)
			p.script(step, refusal("invalid_recipient_id"))
			prepared, err := session.PrepareTransfer(t.Context(), bob)
			require.Nil(t, prepared)
			require.ErrorIs(t, err, apierror.ErrNotFound)
			paths := p.paths()
			require.Equal(t, step, paths[len(paths)-1])
		})
	}
}

func TestFindTransfer(t *testing.T) {
	for _, test := range []struct {
		name  string
		pages []answer
		want  string // id of what is found
		err   error
	}{
		{"it was made", []answer{listed(2, moved("1040", "-1.50"), moved("1039", "-1.5"))}, "1040", nil},
		{"on a later page", []answer{listed(3, paid("1042", "-7")), listed(3, moved("1041", "-1.50")), listed(3, moved("1039", "-1.5"))}, "1041", nil},
		{"amount as a text", []answer{listed(1, moved("1040", `"-1.5"`))}, "1040", nil},
		{"others came in between two pages", []answer{listed(3, paid("1041", "-7"), moved("1040", "-1.5")), listed(3, moved("1040", "-1.5"))}, "1040", nil},

		{"nothing", []answer{listed(0)}, "", apierror.ErrNotFound},
		{"another amount", []answer{listed(1, moved("1040", "-1.51"))}, "", apierror.ErrNotFound},
		{"money that came in", []answer{listed(1, moved("1040", "1.5"))}, "", apierror.ErrNotFound},
		{"no amount", []answer{listed(1, moved("1040", "null"))}, "", apierror.ErrNotFound},
		{"what was there before", []answer{listed(1, moved("1039", "-1.5"))}, "", apierror.ErrNotFound},

		{"two of them", []answer{listed(2, moved("1041", "-1.5"), moved("1040", "-1.5"))}, "", walletengine.ErrUnclear},
		{"one of them and a withdrawal", []answer{listed(2, paid("1041", "-1.5"), moved("1040", "-1.5"))}, "", walletengine.ErrUnclear},
		{"one that failed", []answer{listed(1, strings.Replace(moved("1040", "-1.5"), "{", `{"state":"failed",`, 1))}, "", walletengine.ErrUnclear},
		{"a withdrawal", []answer{listed(1, paid("1040", "-1.5"))}, "", walletengine.ErrUnclear},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := newPlatform(t)
			session := p.signedIn(t)
			p.script(past, test.pages...)
			prepared := &walletengine.PreparedTransfer{RecipientID: "031452503", Since: "2021-05-31", Known: []string{"1039"}}
			found, err := session.FindTransfer(t.Context(), prepared, decimal.MustParse("1.5"))
			require.Len(t, p.take(), len(test.pages))
			if test.err == nil {
				require.NoError(t, err)
				require.Equal(t, test.want, found.ID)
				return
			}
			require.Nil(t, found)
			require.ErrorIs(t, err, test.err)
			require.ErrorIs(t, err, apierror.ErrAmbiguous, "the transfer stays so")
			require.NotErrorIs(t, err, apierror.ErrRejected)
			require.Equal(t, "confirmTransfer", apierror.Of(err).Operation)
		})
	}
}

func TestFindTransferFails(t *testing.T) {
	p := newPlatform(t)
	session := p.signedIn(t)
	for _, lost := range []*walletengine.PreparedTransfer{nil, {}} {
		_, err := session.FindTransfer(t.Context(), lost, decimal.MustParse("1"))
		require.ErrorIs(t, err, apierror.ErrValidation)
		require.Equal(t, "prepared", apierror.Of(err).Fields[0].Name)
	}
	prepared := &walletengine.PreparedTransfer{Since: "2021-05-31"}
	for _, amount := range []decimal.Decimal{{}, decimal.MustParse("0"), decimal.MustParse("-1")} {
		_, err := session.FindTransfer(t.Context(), prepared, amount)
		require.ErrorIs(t, err, apierror.ErrValidation)
		require.Equal(t, "amount", apierror.Of(err).Fields[0].Name)
	}
	require.Empty(t, p.take())
	p.script(past, refusal("invalid_arguments"))
	_, err := session.FindTransfer(t.Context(), prepared, decimal.MustParse("1"))
	require.ErrorIs(t, err, apierror.ErrRejected)
	require.Equal(t, "queryHistory", apierror.Of(err).Operation)
}
