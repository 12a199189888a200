// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Intrinsics that use AES, SHA, CLMUL and vector instructions: known answers, also once the code is compiled. */
final class Ciphers {
    private Ciphers() {}

    static void check() throws GeneralSecurityException {
        byte[] text = "abc".getBytes(StandardCharsets.US_ASCII);
        var hex = HexFormat.of();
        for (int i = 0; i < 3000; i++) { // FIPS 180-4, example "abc"
            String digest = hex.formatHex(MessageDigest.getInstance("SHA-256").digest(text));
            Expect.equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", digest, "SHA-256");
        }
        byte[] nines = "123456789".getBytes(StandardCharsets.US_ASCII);
        var crc = new CRC32();
        crc.update(nines);
        Expect.equal(0xcbf43926L, crc.getValue(), "check value of CRC-32");
        var crcC = new CRC32C();
        crcC.update(nines);
        Expect.equal(0xe3069283L, crcC.getValue(), "check value of CRC-32C");
        checkGcm();
        checkSignature(text);
    }

    private static void checkGcm() throws GeneralSecurityException {
        var key = new SecretKeySpec(new byte[16], "AES");
        byte[] plain = new byte[64 * 1024];
        Arrays.fill(plain, (byte) 'x');
        for (int i = 1; i < 40; i++) {
            byte[] nonce = new byte[12];
            nonce[0] = (byte) i;
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, nonce));
            byte[] secret = cipher.doFinal(plain);
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(128, nonce));
            Expect.that(Arrays.equals(plain, cipher.doFinal(secret)), "AES-GCM gives back the text in round " + i);
        }
    }

    private static void checkSignature(byte[] text) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        var pair = generator.generateKeyPair();
        var signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(pair.getPublic());
        signature.update(text);
        Expect.that(signature.verify(signed), "the signature is valid");
    }
}
