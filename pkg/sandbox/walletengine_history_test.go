package sandbox_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	wallethistory "github.com/wallex-sdk/wallex-go/gen/walletengine/history"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
)

// past returns the newest transactions.
func (h *holder) past() []wallethistory.Transaction {
	h.Helper()
	return must(h.History.Query(h.Context(), wallethistory.QueryHistoryRequest{}))(h).Items
}

func TestWalletHistory(t *testing.T) {
	s := start(t)
	h, ctx := readyHolder(t, s), t.Context()
	for i := range 14 {
		s.Advance(24 * time.Hour)
		h.signIn()
		require.NoError(t, h.topUp(fmt.Sprint(i+1)))
	}
	query := func(in wallethistory.QueryHistoryRequest) (amounts []string, total int) {
		page := must(h.History.Query(ctx, in))(t)
		for _, transaction := range page.Items {
			amounts = append(amounts, transaction.Amount.String())
		}
		return amounts, page.Total
	}
	for _, test := range []struct {
		name  string
		in    wallethistory.QueryHistoryRequest
		want  []string
		total int
	}{
		{"the ten newest", wallethistory.QueryHistoryRequest{}, []string{"14", "13", "12", "11", "10", "9", "8", "7", "6", "5"}, 15},
		{"the rest", wallethistory.QueryHistoryRequest{Offset: 10}, []string{"4", "3", "2", "1", "100"}, 15},
		{"beyond", wallethistory.QueryHistoryRequest{Offset: 15}, nil, 15},
		{"two from the middle", wallethistory.QueryHistoryRequest{Offset: 2, Limit: 2}, []string{"12", "11"}, 15},
		{"since a day", wallethistory.QueryHistoryRequest{DateFrom: "2024-03-14"}, []string{"14", "13"}, 2},
		{"until a day", wallethistory.QueryHistoryRequest{DateTo: "2024-03-02"}, []string{"1", "100"}, 2},
		{"between", wallethistory.QueryHistoryRequest{DateFrom: "2024-03-03", DateTo: "2024-03-05 23:59", Limit: 2}, []string{"4", "3"}, 3},
	} {
		t.Run(test.name, func(t *testing.T) {
			amounts, total := query(test.in)
			require.Equal(t, test.want, amounts)
			require.Equal(t, test.total, total)
		})
	}
	h.refused("invalid_arguments", second(h.History.Query(ctx, wallethistory.QueryHistoryRequest{Limit: 100}, operation.WithoutRequestValidation())))
	all := 0
	for _, err := range h.History.QueryAll(ctx, wallethistory.QueryHistoryRequest{Limit: 4}) {
		require.NoError(t, err)
		all++
	}
	require.Equal(t, 15, all)
}
