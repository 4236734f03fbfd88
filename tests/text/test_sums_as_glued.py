"""Sums are read however their currency is written onto them, and by the place where that decides."""

from __future__ import annotations

import pytest

from monitor.model import Hints
from tests.text.reading import amounts

# fmt: off
GLUED: list[tuple[str, str, list[str]]] = [
    ("PH", "salary of P38,000 a month", ["38000 PHP"]),
    ("PH", "salary of ₱38,000 a month", ["38000 PHP"]),
    ("BR", "salário de R$ 5.000 por mês", ["5000 BRL"]),
    ("KE", "fee Ksh 45,000/= only", ["45000 KES"]),
    ("UG", "salary 450,000/= per month", ["450000 UGX"]),
    ("KE", "salary 45,000/- per month", ["45000 KES"]),
    ("IN", "salary Rs.50,000/- per month", ["50000 INR"]),
    ("IN", "salary Rs 50,000/- only", ["50000 INR"]),
    ("LK", "රු.50,000/- ක වැටුපක්", ["50000 LKR"]),
    ("KE", "salary USD2,500 per month", ["2500 USD"]),
    ("TR", "2500$/ay net", ["2500 USD"]),
    ("KE", "earn 2.5k$ monthly", ["2500 USD"]),
    ("FR", "salaire €3k par mois", ["3000 EUR"]),
    ("KE", "earn $2.5K monthly", ["2500 USD"]),
    ("KE", "KES45,000 per month", ["45000 KES"]),
    ("KE", "KSh45,000 per month", ["45000 KES"]),
    ("KE", "45,000KES per month", ["45000 KES"]),
    ("KE", "Kshs. 45,000 per month", ["45000 KES"]),
    ("KE", "KSH.45,000 per month", ["45000 KES"]),
    ("UG", "UGX 1.5M per month", ["1500000 UGX"]),
    ("NG", "N150,000 monthly", ["150000 NGN"]),
    ("NG", "₦150,000 monthly", ["150000 NGN"]),
    ("NG", "N150k monthly", ["150000 NGN"]),
    ("ZA", "R15 000 per month", ["15000 ZAR"]),
    ("ZA", "R15,000 per month", ["15000 ZAR"]),
    ("GH", "GH¢2,000 per month", ["2000 GHS"]),
    ("GH", "GHS 2,000 per month", ["2000 GHS"]),
    ("TZ", "Tsh 450,000/= kwa mwezi", ["450000 TZS"]),
    ("TZ", "mshahara 450,000/= kwa mwezi", ["450000 TZS"]),
    ("IN", "₹50,000/- per month", ["50000 INR"]),
    ("IN", "Rs.2.5 lakh per month", ["250000 INR"]),
    ("IN", "₹2.5L per annum", ["250000 INR"]),
    ("IN", "2.5 LPA", ["250000 INR"]),
    ("PK", "Rs. 80,000/- monthly", ["80000 PKR"]),
    ("BD", "৳50,000/- per month", ["50000 BDT"]),
    ("BD", "৫০,০০০/- টাকা বেতন", ["50000 BDT"]),
    ("NP", "रु. ५०,०००/- मासिक", ["50000 NPR"]),
    ("NP", "Rs. 50,000/- per month", ["50000 NPR"]),
    ("AZ", "1500AZN aylıq", ["1500 AZN"]),
    ("AZ", "1500 ₼/ay", ["1500 AZN"]),
    ("KZ", "450000тг/ай", ["450000 KZT"]),
    ("RU", "210т.р./мес", ["210000 RUB"]),
    ("RU", "210тр в месяц", ["210000 RUB"]),
    ("RU", "210 000р./мес.", ["210000 RUB"]),
    ("UZ", "200000so'm", ["200000 UZS"]),
    ("GE", "2500₾ თვეში", ["2500 GEL"]),
    ("GE", "2500 ლარს გადაგიხდით", ["2500 GEL"]),
    ("CU", "$2.500 USD al mes", ["2500 USD"]),
    ("CU", "USD 2.500 al mes", ["2500 USD"]),
    ("CU", "U$S 2.500 al mes", ["2500 USD"]),
    ("CU", "2.500 USD/mes", ["2500 USD"]),
    ("FR", "2 500€/mois", ["2500 EUR"]),
    ("FR", "2500 €/mois net", ["2500 EUR"]),
    ("CM", "250.000 F CFA par mois", ["250000 XAF"]),
    ("CM", "250.000FCFA/mois", ["250000 XAF"]),
    ("CM", "250 000 F par mois", ["250000 XAF"]),
    ("SN", "250 000 francs par mois", ["250000 XOF"]),
    ("CD", "250 000 FC par mois", ["250000 CDF"]),
    ("VN", "2,500 usd/month", ["2500 USD"]),
    ("CN", "每月2.5万元", ["25000 CNY"]),
    ("CN", "月薪20000-25000元", ["20000-25000 CNY"]),
    ("CN", "月薪2w-3w", ["20000-30000 CNY"]),
    ("CN", "RMB 20,000", ["20000 CNY"]),
    ("CN", "20000RMB/月", ["20000 CNY"]),
    ("CN", "¥20,000/月", ["20000 CNY"]),
    ("CN", "$2500/月", ["2500 USD"]),
]
CODES: list[tuple[str, str, list[str]]] = [
    ("AZ", "2 yer var, 3 nəfər lazımdır, 2500 yer", []),
    ("AZ", "500 yer qalıb", []),
    ("TR", "1500 kup su, 3000 top kumaş", []),
    ("KE", "we are 2000 all in all", []),
    ("KE", "5000 try every year", []),
    ("ES", "los 2000 sos", []),
    ("", "Roses P 38, seats", []),
    ("", "5000 YER a day", ["5000 YER"]),
    ("TR", "5000 YER KALDI ACELE EDİN", []),
    ("", "MAD 5,000 per month", ["5000 MAD"]),
    ("", "the mad 5000 men", []),
    ("UZ", "500 ron kishi", []),
    ("FR", "Depuis 2010 ils cherchent", []),
    ("TR", "5000 try maaş", ["5000 TRY"]),
    ("ES", "sueldo 5000 cup al mes", ["5000 CUP"]),
    ("", "pay 5000 GEL monthly", ["5000 GEL"]),
    ("TR", "500 gel git", []),
    ("IN", "5 L water, 2 l milk", []),
]
PLACES: list[tuple[str, str, list[str]]] = [
    ("", "Salary 45,000 shillings monthly, call +254 712 345 678", ["45000 KES"]),
    ("", "Salary 450,000 shillings monthly, call +255 712 345 678", ["450000 TZS"]),
    ("", "Work in Qatar, 1,500 riyals a month", ["1500 QAR"]),
    ("NP", "कतारमा काम, महिना 1,800 रियाल", ["1800 QAR"]),
    ("PK", "سعودی عرب میں ملازمت، ماہانہ 1500 ریال", ["1500 SAR"]),
    ("BD", "সৌদি আরবে কাজ, মাসে ১৫০০ রিয়াল", ["1500 SAR"]),
    ("LK", "කටාර්හි රැකියා, මාසිකව රියාල් 1800", ["1800 QAR"]),
    ("IN", "குவைத் வேலை, மாதம் 150 தினார்", ["150 KWD"]),
    ("", "Trabajo: 3.000.000 pesos, Colombia, llama al +57 300 123 4567", ["3000000 COP"]),
    ("PH", "Sahod P38,000 bawat buwan", ["38000 PHP"]),
    ("", "Filipinos wanted, salary P38,000 a month", ["38000 PHP"]),
    ("", "Nigerians: N150,000 monthly", ["150000 NGN"]),
]
# fmt: on


@pytest.mark.parametrize(("country", "text", "expected"), GLUED)
def test_a_currency_is_read_wherever_it_is_written(
    country: str, text: str, expected: list[str]
) -> None:
    found = amounts(text, Hints(country=country or None))

    assert [f"{amount} {currency}" for amount, currency in found] == expected


@pytest.mark.parametrize(("country", "text", "expected"), CODES)
def test_a_code_that_is_a_common_word_counts_in_capitals(
    country: str, text: str, expected: list[str]
) -> None:
    found = amounts(text, Hints(country=country or None))

    assert [f"{amount} {currency}" for amount, currency in found] == expected


@pytest.mark.parametrize(("country", "text", "expected"), PLACES)
def test_a_place_that_is_named_decides_whose_money_is_meant(
    country: str, text: str, expected: list[str]
) -> None:
    found = amounts(text, Hints(country=country or None))

    assert [f"{amount} {currency}" for amount, currency in found] == expected
