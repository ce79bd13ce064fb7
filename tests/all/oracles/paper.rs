//! What a receipt printer is given, read by python-escpos: each command is one that it sends too, byte
//! for byte, and each letter stands under its number in the code page of that number.

use super::programs::escpos;
use readybell::print::Row;
use readybell::print::escpos::escpos as made;
use serde_json::json;

#[test]
fn python_escpos_reads_the_receipt_that_was_meant() {
    let head = "12-9f".repeat(12);
    let rows = [
        Row::Title("Hard Knocks".to_owned()),
        Row::Heading("Согласие".to_owned()),
        Row::Words("¿Señal de «Ñandú»? 5 € – “да”, №1 ё".to_owned()),
        Row::Pair("Сабвуфер".to_owned(), "$420.00".to_owned()),
        Row::Sum("Total".to_owned(), "$453.60".to_owned()),
        Row::Check(true, "Мы пишем вам об автомобиле".to_owned()),
        Row::Check(false, "Ofertas".to_owned()),
        Row::Rule,
        Row::Qr(head.clone()),
    ];
    let plain =
        |words: &str| json!({ "words": words, "bold": false, "align": "left", "large": false });
    let bold =
        |words: &str| json!({ "words": words, "bold": true, "align": "left", "large": false });
    let gap = |left: &str, right: &str| {
        let gap = 48 - left.chars().count() - right.chars().count();
        format!("{left}{}{right}", " ".repeat(gap))
    };
    let read = escpos(&made(&rows));
    let mut wanted = vec![
        json!({ "words": "Hard Knocks", "bold": false, "align": "center", "large": true }),
        plain(""),
        bold("Согласие"),
        plain("¿Señal de «Ñandú»? 5 € – “да”, №1 ё"),
        plain(&gap("Сабвуфер", "$420.00")),
        bold(&gap("Total", "$453.60")),
        plain("[X] Мы пишем вам об автомобиле"),
        plain("[ ] Ofertas"),
        plain(&"-".repeat(48)),
        plain(""),
        json!({ "qr": head, "align": "center" }),
    ];
    wanted.extend(["", "", ""].map(plain));
    assert_eq!(read, wanted);
}

#[test]
fn every_letter_that_a_printer_has_is_the_one_that_was_meant() {
    let latin = ('!'..='~').chain('\u{a1}'..='\u{ff}');
    let letters: String = latin
        .chain('А'..='я')
        .chain("Ёё№€…‘’“”•–—".chars())
        .collect();
    let read = escpos(&made(&[Row::Words(letters.clone())]));
    let words: String = read
        .iter()
        .filter_map(|line| line["words"].as_str())
        .collect();
    assert_eq!(words, letters);
}
