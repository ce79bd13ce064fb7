//! How a device learns to trust the page.

use super::{pick, words};

words! {
    /// The page's title.
    title() = "Trust this page", "Confíe en esta página", "Доверие к этой странице";
    /// Why it is needed.
    why() = "Readybell runs on a box in this shop, so no company on the internet vouches for it. It brings its own certificate. Take it in once on each device; after that the lock in the address bar is closed, and nobody on the network can read along.",
        "Readybell funciona en un equipo de este taller, así que ninguna empresa de internet responde por él. Trae su propio certificado. Instálelo una vez en cada dispositivo; después el candado de la barra queda cerrado y nadie en la red puede leer lo que se escribe.",
        "Readybell работает на устройстве в этой мастерской, и ни одна компания в интернете за него не ручается. У него собственный сертификат. Установите его один раз на каждом устройстве: замок в адресной строке закроется, и никто в сети не сможет читать переписку.";
    /// Gets the certificate.
    download() = "Download the certificate", "Descargar el certificado", "Скачать сертификат";
    /// To the page with TLS.
    go_on() = "Go on to Readybell", "Ir a Readybell", "Перейти к Readybell";
    /// Heads the steps.
    then() = "Then, on this device", "Después, en este dispositivo", "Затем на этом устройстве";
    /// Heads the QR code.
    other_device() = "On a phone or tablet", "En un teléfono o tableta", "На телефоне или планшете";
    /// What the QR code is for.
    scan() = "Scan this to open the same page there.", "Escanee esto para abrir la misma página allí.", "Отсканируйте, чтобы открыть эту страницу там.";
    /// Heads the fingerprint.
    check() = "Check that it is ours", "Compruebe que es el nuestro", "Проверьте, что он наш";
    /// What to compare.
    compare() = "The device shows a SHA-256 fingerprint before it takes the certificate in. It must be this one; the box also writes it to its journal.",
        "El dispositivo muestra una huella SHA-256 antes de instalar el certificado. Debe ser esta; el equipo también la escribe en su diario.",
        "Перед установкой устройство покажет отпечаток SHA-256. Он должен совпадать с этим; он есть и в журнале самого устройства.";
    /// What the certificate can't do.
    limits() = "This certificate can vouch only for this machine's names and for addresses of local networks. It can't stand in for your bank or any other site.",
        "Este certificado solo puede responder por los nombres de este equipo y por direcciones de redes locales. No puede hacerse pasar por su banco ni por otro sitio.",
        "Этот сертификат действует только для имён этого устройства и адресов локальных сетей. Подменить им сайт банка или любой другой нельзя.";
    /// The certificate comes from files.
    from_files() = "This page shows a certificate that was installed by whoever looks after the box. There is nothing to take in here; if your browser warns you, ask them.",
        "Esta página muestra un certificado instalado por quien cuida el equipo. Aquí no hay nada que instalar; si su navegador avisa, pregúntele.",
        "Эта страница показывает сертификат, который установил тот, кто обслуживает устройство. Устанавливать здесь нечего; если браузер предупреждает, спросите его.";
    /// A form that came without TLS.
    in_the_open() = "This came without encryption, so nothing was done with it. Open the page with https:// in front and do it there. If a password was in it, choose a new one.",
        "Esto llegó sin cifrar, así que no se hizo nada. Abra la página con https:// delante y hágalo allí. Si contenía una contraseña, elija otra.",
        "Это пришло без шифрования, поэтому ничего не сделано. Откройте страницу с https:// и повторите там. Если там был пароль, смените его.";
}

/// What to do on each system, step by step.
pub fn steps() -> [(&'static str, Vec<&'static str>); 6] {
    pick([
        [
            (
                "iPhone and iPad",
                vec![
                    "Open this page in Safari, download the certificate and allow it.",
                    "Settings → Profile Downloaded → Install.",
                    "Settings → General → About → Certificate Trust Settings: turn Readybell on.",
                ],
            ),
            (
                "Android",
                vec![
                    "Settings → Security → More security settings → Encryption & credentials → Install a certificate → CA certificate.",
                    "Choose the file that was downloaded.",
                ],
            ),
            (
                "Windows",
                vec![
                    "Open the file, then Install Certificate → Local Machine.",
                    "Place it in “Trusted Root Certification Authorities”.",
                ],
            ),
            (
                "Mac",
                vec![
                    "Open the file: Keychain Access takes it in.",
                    "Find Readybell there, open it, and under Trust choose “Always Trust”.",
                ],
            ),
            (
                "Chromebook and Linux (Chrome)",
                vec![
                    "Settings → Privacy and security → Security → Manage certificates → Authorities → Import.",
                    "Tick “Trust this certificate for identifying websites”.",
                ],
            ),
            (
                "Firefox, on any system",
                vec![
                    "Settings → Privacy & Security → Certificates → View Certificates → Authorities → Import.",
                    "Tick “Trust this CA to identify websites”.",
                ],
            ),
        ],
        [
            (
                "iPhone y iPad",
                vec![
                    "Abra esta página en Safari, descargue el certificado y permítalo.",
                    "Ajustes → Perfil descargado → Instalar.",
                    "Ajustes → General → Información → Ajustes de confianza de certificados: active Readybell.",
                ],
            ),
            (
                "Android",
                vec![
                    "Ajustes → Seguridad → Más ajustes de seguridad → Cifrado y credenciales → Instalar un certificado → Certificado de CA.",
                    "Elija el archivo descargado.",
                ],
            ),
            (
                "Windows",
                vec![
                    "Abra el archivo y elija Instalar certificado → Equipo local.",
                    "Colóquelo en «Entidades de certificación raíz de confianza».",
                ],
            ),
            (
                "Mac",
                vec![
                    "Abra el archivo: Acceso a Llaveros lo instala.",
                    "Busque Readybell allí, ábralo y en Confiar elija «Confiar siempre».",
                ],
            ),
            (
                "Chromebook y Linux (Chrome)",
                vec![
                    "Configuración → Privacidad y seguridad → Seguridad → Gestionar certificados → Autoridades → Importar.",
                    "Marque «Confiar en este certificado para identificar sitios web».",
                ],
            ),
            (
                "Firefox, en cualquier sistema",
                vec![
                    "Ajustes → Privacidad y seguridad → Certificados → Ver certificados → Autoridades → Importar.",
                    "Marque «Confiar en esta CA para identificar sitios web».",
                ],
            ),
        ],
        [
            (
                "iPhone и iPad",
                vec![
                    "Откройте эту страницу в Safari, скачайте сертификат и разрешите загрузку.",
                    "Настройки → Профиль загружен → Установить.",
                    "Настройки → Основные → Об этом устройстве → Доверие сертификатам: включите Readybell.",
                ],
            ),
            (
                "Android",
                vec![
                    "Настройки → Безопасность → Другие настройки безопасности → Шифрование и учётные данные → Установить сертификат → Сертификат ЦС.",
                    "Выберите скачанный файл.",
                ],
            ),
            (
                "Windows",
                vec![
                    "Откройте файл, затем «Установить сертификат» → «Локальный компьютер».",
                    "Поместите его в «Доверенные корневые центры сертификации».",
                ],
            ),
            (
                "Mac",
                vec![
                    "Откройте файл: «Связка ключей» добавит его.",
                    "Найдите там Readybell, откройте и в разделе «Доверие» выберите «Всегда доверять».",
                ],
            ),
            (
                "Chromebook и Linux (Chrome)",
                vec![
                    "Настройки → Конфиденциальность и безопасность → Безопасность → Настроить сертификаты → Центры сертификации → Импорт.",
                    "Отметьте доверие этому сертификату для идентификации сайтов.",
                ],
            ),
            (
                "Firefox в любой системе",
                vec![
                    "Настройки → Приватность и защита → Сертификаты → Просмотр сертификатов → Центры сертификации → Импортировать.",
                    "Отметьте доверие при идентификации веб-сайтов.",
                ],
            ),
        ],
    ])
}
