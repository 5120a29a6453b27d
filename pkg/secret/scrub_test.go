package secret_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

func TestScrubReplaces(t *testing.T) {
	for name, hidden := range map[string]string{
		"card number":               "4111111111111111",
		"with spaces":               "4111 1111 1111 1111",
		"with dashes":               "4111-1111-1111-1111",
		"15 digits":                 "3782 822463 10005",
		"19 digits":                 "6304000000000000000",
		"24 digits":                 "123456789012345678901234",
		"account number":            "02003004005006",
		"grouped account number":    "012-345678-910",
		"token":                     "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhQGIuYyIsInNlc3Npb25faWQiOiI3In0=.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
		"key in hexadecimal":        strings.Repeat("0a1b2c3d", 4),
		"secret in hexadecimal":     strings.Repeat("0A1B2C3D", 8),
		"letters of a digest":       strings.Repeat("deadbeef", 8),
		"key in base64":             "TG9yZW1JcHN1bTEyMzQ1Njc4OTBkb2xvcnNpdGFtZXQ=",
		"numbers of dates and more": "2023051912345678",
	} {
		t.Run(name, func(t *testing.T) {
			for _, around := range [][2]string{{"", ""}, {"the value ", " is wrong"}, {`{"pan":"`, `"}`}, {"x: ", "."}, {"(", ")"}} {
				require.Equal(t, around[0]+secret.Redacted+around[1], secret.Scrub(around[0]+hidden+around[1]))
			}
		})
	}
	require.Equal(t, "GB29NWBK[redacted]", secret.Scrub("GB29NWBK60161331926819"))
	require.Equal(t, "[redacted] and [redacted]", secret.Scrub("4111111111111111 and 4111 1111 1111 1111"))
}

func TestScrubKeepsTheRest(t *testing.T) {
	for _, text := range []string{
		"",
		"Token Expired",
		"simple_payment_reference_id_already_exist",
		"virtual_account_bank_account_number_is_required_v2",
		"beneficiary.bankAccount.accountNumber is required",
		"amount must be between 1000 and 2000000.50 SGD",
		"limit of 150000000.00 IDR reached, 99999999999 left",
		"the rate 0.00008577 is no longer valid",
		"conversion 70f1722d-b997-44c2-a2e8-691c1090d1be not found",
		"quote 123E4567-E89B-12D3-A456-426614174000 has expired",
		"00000000-0000-0000-0000-000000000000",
		"12345678-1234-1234-1234-123456789012, 12345678-1234-1234-1234-123456789013",
		"reference 200901-SIM-3909DA4E already exists",
		"between 2023-05-19 and 2023-05-20",
		"2023-05-19 2023-05-20 1000.50",
		"valid until 2023-05-19T02:00:51.208Z or 2021-09-20 10:50:59",
		"call +65 9123 4567",
		"see https://docs.wallex.asia/simple-payments/v1/create-a-payment",
	} {
		require.Equal(t, text, secret.Scrub(text))
	}
}
