/*
 * libgammu as an oracle, one line of standard input at a time.
 *
 *   gammu decode    a PDU in hex, service center first -> its words as UTF-16 in hex,
 *                   or "error N"
 *   gammu encode    words as UTF-16 in hex, after "7 " or "16 " for the coding
 *                   -> the SUBMIT parts as AT+CMGS takes them, in hex, a space between
 */
#include <gammu.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t from_hex(const char *hex, unsigned char *out, size_t room)
{
    size_t count = 0;
    unsigned int octet;
    while (count < room && sscanf(hex + 2 * count, "%2x", &octet) == 1)
        out[count++] = (unsigned char)octet;
    return count;
}

static void print_hex(const unsigned char *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        printf("%02X", bytes[i]);
}

static void decode(const char *line)
{
    unsigned char pdu[512];
    size_t count = from_hex(line, pdu, sizeof pdu);
    GSM_SMSMessage sms;
    memset(&sms, 0, sizeof sms);
    GSM_Error error = GSM_DecodePDUFrame(GSM_GetGlobalDebug(), &sms, pdu, count, NULL, TRUE);
    if (error != ERR_NONE)
        printf("error %d", error);
    else
        print_hex(sms.Text, 2 * UnicodeLength(sms.Text));
    printf("\n");
}

/* Lays a part out as a phone with AT commands gets it. */
static void print_submit(GSM_SMSMessage *sms)
{
    static const unsigned char to[] = {0, '1', 0, '2', 0, '0', 0, '2', 0, 0};
    unsigned char raw[1000];
    int count = 0;
    memset(raw, 0, sizeof raw);
    memcpy(sms->Number, to, sizeof to);
    sms->PDU = SMS_Submit;
    sms->SMSC.Location = 0;
    sms->SMSC.Validity.Format = SMS_Validity_RelativeFormat;
    sms->SMSC.Validity.Relative = SMS_VALID_Max_Time;
    if (GSM_EncodeSMSFrame(GSM_GetGlobalDebug(), sms, raw, PHONE_SMSSubmit, &count, TRUE) != ERR_NONE) {
        printf("error");
        return;
    }
    printf("00");
    print_hex(raw + PHONE_SMSSubmit.firstbyte, 1);
    print_hex(raw + PHONE_SMSSubmit.TPMR, 1);
    print_hex(raw + PHONE_SMSSubmit.Number, (raw[PHONE_SMSSubmit.Number] + 1) / 2 + 2);
    print_hex(raw + PHONE_SMSSubmit.TPPID, 1);
    print_hex(raw + PHONE_SMSSubmit.TPDCS, 1);
    print_hex(raw + PHONE_SMSSubmit.TPVP, 1);
    print_hex(raw + PHONE_SMSSubmit.TPUDL, 1);
    print_hex(raw + PHONE_SMSSubmit.Text, count - PHONE_SMSSubmit.Text);
}

static void encode(const char *line)
{
    static unsigned char words[20000];
    static GSM_MultiPartSMSInfo info;
    static GSM_MultiSMSMessage parts;
    const char *hex = strchr(line, ' ') + 1;
    size_t count = from_hex(hex, words, sizeof words - 2);
    words[count] = words[count + 1] = 0;

    memset(&parts, 0, sizeof parts);
    GSM_ClearMultiPartSMSInfo(&info);
    info.EntriesNum = 1;
    info.UnicodeCoding = atoi(line) == 16;
    info.Class = -1;
    info.Entries[0].ID = SMS_ConcatenatedTextLong16bit;
    info.Entries[0].Buffer = words;
    if (GSM_EncodeMultiPartSMS(GSM_GetGlobalDebug(), &info, &parts) != ERR_NONE) {
        printf("error\n");
        return;
    }
    for (int i = 0; i < parts.Number; i++) {
        if (i > 0)
            printf(" ");
        print_submit(&parts.SMS[i]);
    }
    printf("\n");
}

int main(int argc, char **argv)
{
    static char line[100000];
    int encoding = argc == 2 && strcmp(argv[1], "encode") == 0;
    GSM_InitLocales(NULL);
    while (fgets(line, sizeof line, stdin) != NULL) {
        line[strcspn(line, "\n")] = 0;
        if (encoding)
            encode(line);
        else
            decode(line);
    }
    return 0;
}
