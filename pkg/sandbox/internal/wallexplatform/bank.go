package wallexplatform

import (
	"regexp"
	"slices"
	"strings"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/beneficiaries"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
)

// bicForm is the form of a BIC: four letters for the bank, two for the country, two characters for the place and, if
// need be, three for the branch.
var bicForm = regexp.MustCompile(`^[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$`)

// bank is a bank that the SWIFT look-up knows.
type bank struct{ bic, name, city string }

var banks = []bank{
	{"BCEYLKLX", "BANK OF CEYLON", "COLOMBO"},
	{"BKKBTHBK", "BANGKOK BANK PUBLIC COMPANY LIMITED", "BANGKOK"},
	{"BNINIDJA", "PT BANK NEGARA INDONESIA (PERSERO) TBK", "JAKARTA"},
	{"BNORPHMM", "BDO UNIBANK, INC.", "MANILA"},
	{"BNPAFRPP", "BNP PARIBAS", "PARIS"},
	{"BMRIIDJA", "PT BANK MANDIRI (PERSERO) TBK", "JAKARTA"},
	{"BOFAUS3N", "BANK OF AMERICA, N.A.", "NEW YORK"},
	{"CENAIDJA", "PT BANK CENTRAL ASIA TBK", "JAKARTA"},
	{"CHASUS33", "JPMORGAN CHASE BANK, N.A.", "NEW YORK"},
	{"CITIUS33", "CITIBANK N.A.", "NEW YORK"},
	{"COBADEFF", "COMMERZBANK AG", "FRANKFURT AM MAIN"},
	{"CTBAAU2S", "COMMONWEALTH BANK OF AUSTRALIA", "SYDNEY"},
	{"DBSSSGSG", "DBS BANK LTD.", "SINGAPORE"},
	{"DEUTDEFF", "DEUTSCHE BANK AG", "FRANKFURT AM MAIN"},
	{"HDFCINBB", "HDFC BANK LIMITED", "MUMBAI"},
	{"HSBCHKHH", "THE HONGKONG AND SHANGHAI BANKING CORPORATION LIMITED", "HONG KONG"},
	{"MBBEMYKL", "MALAYAN BANKING BERHAD", "KUALA LUMPUR"},
	{"MIDLGB22", "HSBC UK BANK PLC", "LONDON"},
	{"OCBCSGSG", "OVERSEA-CHINESE BANKING CORPORATION LIMITED", "SINGAPORE"},
	{"ROYCCAT2", "ROYAL BANK OF CANADA", "TORONTO"},
	{"SBININBB", "STATE BANK OF INDIA", "MUMBAI"},
	{"SCBLSGSG", "STANDARD CHARTERED BANK (SINGAPORE) LIMITED", "SINGAPORE"},
	{"UOVBSGSG", "UNITED OVERSEAS BANK LIMITED", "SINGAPORE"},
	{"VCBCVNVX", "BANK FOR FOREIGN TRADE OF VIETNAM", "HANOI"},
}

// chinaBanks are the documented banks, and two more.
var chinaBanks = []beneficiaries.ChinaBank{
	chinaBank("Agricultural Bank of China", "中国农业银行", "ABC", "ABOCCNBJ"),
	chinaBank("Bank of China", "中国银行", "BOC", "BKCHCNBJ"),
	chinaBank("Industrial and Commercial Bank of China", "中国工商银行", "ICBC", "ICBKCNBJ"),
	chinaBank("China Construction Bank", "中国建设银行", "CCB", "PCBCCNBJ"),
	chinaBank("Bank of Communications", "交通银行", "BOCOM", "COMMCNSH"),
}

func chinaBank(name, chineseName, shortName, bic string) beneficiaries.ChinaBank {
	return beneficiaries.ChinaBank{
		Name:        name,
		ChineseName: chineseName,
		Value:       chineseName + " - " + shortName + " (" + name + ")",
		ShortName:   shortName,
		SwiftCode:   bic,
	}
}

func isChinaBank(value string) bool {
	return slices.ContainsFunc(chinaBanks, func(b beneficiaries.ChinaBank) bool { return b.Value == value })
}

// ListChinaBanks answers with the banks that individuals in China can be paid at.
func (p *Platform) ListChinaBanks(Call, struct{}) ([]beneficiaries.ChinaBank, error) {
	return slices.Clone(chinaBanks), nil
}

// ValidateSwiftCode answers with the bank of a BIC. What the platform says of one it does not know is not documented;
// invalid_bic_swift is what a beneficiary with it is refused with.
func (p *Platform) ValidateSwiftCode(call Call, _ struct{}) (beneficiaries.SwiftBank, error) {
	code := call.Path["swiftCode"]
	found, ok := findBank(code)
	if !ok {
		return beneficiaries.SwiftBank{}, refusal.New("invalid_bic_swift", "There is no bank with this BIC/SWIFT code")
	}
	return beneficiaries.SwiftBank{SwiftCode: code, BankName: found.name, City: found.city}, nil
}

// findBank looks a BIC up: the bank itself with any branch, or else a bank of the same group in another country.
func findBank(bic string) (bank, bool) {
	if !bicForm.MatchString(bic) {
		return bank{}, false
	}
	located, ok := findCountry(bic[4:6])
	if !ok {
		return bank{}, false
	}
	for _, known := range banks {
		if known.bic == bic[:8] {
			return known, true
		}
	}
	for _, known := range banks {
		if known.bic[:4] == bic[:4] {
			return bank{bic, known.name, strings.ToUpper(located.name)}, true
		}
	}
	return bank{}, false
}
