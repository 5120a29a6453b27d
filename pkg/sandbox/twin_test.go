package sandbox_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	v1balances "github.com/wallex-sdk/wallex-go/gen/wallex/v1/balances"
	v1conversions "github.com/wallex-sdk/wallex-go/gen/wallex/v1/conversions"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/balances"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/conversions"
	"github.com/wallex-sdk/wallex-go/gen/wallexcommon"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

// bothVersions returns a caller of version 1 and a client of the same sandbox that may send what is inferred.
func bothVersions(t *testing.T) (*caller, *wallex.Client) {
	t.Helper()
	c := connect(t)
	return c, c.sandbox.Wallex(client.WithUnverified())
}

// bearer returns a caller with the same token, in the form of version 2.
func (c *caller) bearer() *caller {
	other := *c
	other.token = "Bearer " + c.token
	return &other
}

// requireCode wants a refusal of the generated client.
func requireCode(t *testing.T, code string, err error) {
	t.Helper()
	require.ErrorIs(t, err, apierror.ErrRejected)
	require.Equal(t, code, apierror.Of(err).Code)
}

func TestCurrenciesOfBothVersions(t *testing.T) {
	_, w := bothVersions(t)
	before, err := w.V1.Currencies.Supported(t.Context())
	require.NoError(t, err)
	after, err := w.V2.Currencies.List(t.Context())
	require.NoError(t, err)
	require.Equal(t, before, after)

	was, err := w.V1.Currencies.Rate(t.Context(), "SGDUSD")
	require.NoError(t, err)
	is, err := w.V2.Currencies.Rate(t.Context(), "SGDUSD")
	require.NoError(t, err)
	require.Equal(t, was, is)
	_, err = w.V2.Currencies.Rate(t.Context(), "SGDSGD")
	requireCode(t, "rate_non_existent", err)
}

func TestBalancesOfBothVersions(t *testing.T) {
	c, w := bothVersions(t)
	c.convert("SGD", "USD", "buy", "10")
	known := get[v1balances.Balance](c, "/balances/v1/item/USD")
	requireAmount(t, "100010", known.Amount)

	byCurrency, err := w.V2.Balances.RetrieveByCurrency(t.Context(), "USD", nil)
	require.NoError(t, err)
	require.Equal(t, known, *byCurrency)
	byID, err := w.V2.Balances.Retrieve(t.Context(), known.ID, nil)
	require.NoError(t, err)
	require.Equal(t, known, *byID)
	page, err := w.V2.Balances.List(t.Context(), nil)
	require.NoError(t, err)
	require.Contains(t, page.Items, known)

	other := &balances.RetrieveBalanceByIDParams{OnBehalfOfAccount: "a1"}
	_, err = w.V2.Balances.Retrieve(t.Context(), known.ID, other)
	requireCode(t, "balance_non_existent", err)
	_, err = w.V2.Balances.RetrieveByCurrency(t.Context(), "XXX", nil)
	requireCode(t, "balance_non_existent", err)
}

func TestHistoryOfBothVersions(t *testing.T) {
	c, w := bothVersions(t)
	c.convert("SGD", "USD", "buy", "10")
	c.sandbox.Advance(time.Hour)
	c.convert("SGD", "USD", "buy", "20")
	for _, test := range []struct {
		name    string
		filters balances.ListBalanceHistoryV2Params
		body    object
	}{
		{"all", balances.ListBalanceHistoryV2Params{}, object{}},
		{"from a time on", balances.ListBalanceHistoryV2Params{StartDate: stamp("2024-03-01T13:00:00Z")}, object{"startDate": "2024-03-01T13:00:00Z"}},
		{"before a time", balances.ListBalanceHistoryV2Params{EndDate: stamp("2024-03-01T13:00:00Z")}, object{"endDate": "2024-03-01T13:00:00Z"}},
		{"another page", balances.ListBalanceHistoryV2Params{Pagination: wallexcommon.PageRequest{Page: 2}}, object{"pagination": object{"page": 2}}},
		{"of an account", balances.ListBalanceHistoryV2Params{OnBehalfOfAccount: "a1"}, object{"onBehalfOfAccount": "a1"}},
		{"of a user", balances.ListBalanceHistoryV2Params{OnBehalfOfUser: "u1"}, object{"onBehalfOfUser": "u1"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			want := c.do(http.MethodPost, "/balances/v1/history", test.body)
			page, err := w.V2.Balances.History(t.Context(), &test.filters)
			require.NoError(t, err)
			require.Equal(t, result[[]v1balances.BalanceChange](c, want), append([]v1balances.BalanceChange{}, page.Items...))
			require.Equal(t, pagination(t, want).Page, page.Number)
		})
	}
}

func TestConversionsOfBothVersions(t *testing.T) {
	c, w := bothVersions(t)
	quote, err := w.V2.Conversions.Quote(t.Context(), v1conversions.QuoteConversionRequest{
		SellCurrency: "SGD", BuyCurrency: "USD", FixedSide: v1conversions.FixedSideBuy, Amount: decimal.FromInt(1000),
	})
	require.NoError(t, err)
	request := v1conversions.CreateConversionRequest{QuoteID: quote.QuoteID, ReferenceID: "X-1", UniqueReferenceID: true}
	created, err := w.V2.Conversions.Create(t.Context(), request)
	require.NoError(t, err)
	require.Equal(t, *created, get[v1conversions.Conversion](c, "/conversions/v1/item/"+created.ConversionID))
	_, err = w.V2.Conversions.Create(t.Context(), request)
	requireCode(t, "conversion_reference_id_already_exist", err)

	_, err = w.V2.Conversions.Fund(t.Context(), created.ConversionID, conversions.FundConversionV2Request{OnBehalfOfAccount: "a1"})
	requireCode(t, "conversions_not_found", err)
	funded, err := w.V2.Conversions.Fund(t.Context(), created.ConversionID, conversions.FundConversionV2Request{})
	require.NoError(t, err)
	require.Equal(t, v1conversions.ConversionStatusCompleted, funded.Status)
	requireAmount(t, "101000", c.balance("USD"))
	_, err = w.V2.Conversions.Fund(t.Context(), created.ConversionID, conversions.FundConversionV2Request{})
	requireCode(t, "status_invalid", err)

	old := c.createConversion(c.quoteConversion("SGD", "USD", "buy", "1").QuoteID)
	retrieved, err := w.V2.Conversions.Retrieve(t.Context(), old.ConversionID, nil)
	require.NoError(t, err)
	require.Equal(t, old, *retrieved)
	for _, test := range []struct {
		name    string
		filters conversions.ListConversionsV2Params
		found   []v1conversions.Conversion
	}{
		{"all, newest first", conversions.ListConversionsV2Params{}, []v1conversions.Conversion{old, *funded}},
		{"by reference", conversions.ListConversionsV2Params{ReferenceID: "X-1"}, []v1conversions.Conversion{*funded}},
		{"by status", conversions.ListConversionsV2Params{Status: "awaiting_funds"}, []v1conversions.Conversion{old}},
		{"before a time", conversions.ListConversionsV2Params{EndDate: stamp("2024-03-01T12:00:00Z")}, nil},
		{"of another scope", conversions.ListConversionsV2Params{OnBehalfOfUser: "u1"}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			page, err := w.V2.Conversions.List(t.Context(), &test.filters)
			require.NoError(t, err)
			require.Equal(t, len(test.found), len(page.Items))
			require.Subset(t, page.Items, test.found)
		})
	}
}

func TestPagesInTheQuery(t *testing.T) {
	c := connect(t).bearer()
	for _, page := range []string{"x", "1.5", "1e99", "0", "-1"} {
		require.Equal(t, "validation_failed", c.refused(http.MethodGet, "/v2/balances?pagination[page]="+page, nil), page)
	}
	require.Equal(t, 2, pagination(t, c.do(http.MethodGet, "/v2/balances?pagination[page]=2", nil)).Page)
}
