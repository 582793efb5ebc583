using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Ticketing.Tests.Access;

/// <summary>
/// A software passkey: ES256, attestation "none", user verified. Returns the JSON of a browser's
/// <c>navigator.credentials</c> (https://www.w3.org/TR/webauthn-3/).
/// </summary>
internal sealed class SoftwareAuthenticator(Uri origin) : IDisposable
{
    private const byte UserPresent = 0x01;
    private const byte UserVerified = 0x04;
    private const byte HasCredential = 0x40;

    private static readonly string[] Transports = ["internal"];

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(16);
    private byte[] _userHandle = [];
    private uint _signatures;

    public void Dispose() => _key.Dispose();

    /// <summary>The response of <c>create()</c> as JSON.</summary>
    public string Create(string optionsJson)
    {
        using var options = JsonDocument.Parse(optionsJson);
        var root = options.RootElement;
        _userHandle = Decode(root.GetProperty("user").GetProperty("id").GetString()!);
        var clientData = ClientData("webauthn.create", root.GetProperty("challenge").GetString()!);
        var authenticatorData = AuthenticatorData(
            root.GetProperty("rp").GetProperty("id").GetString()!, UserPresent | UserVerified | HasCredential, [.. new byte[16], 0, 16, .. _id, .. CosePublicKey()]);
        byte[] attestation =
        [
            0xa3,
            .. CborText("fmt"), .. CborText("none"),
            .. CborText("attStmt"), 0xa0,
            .. CborText("authData"), .. CborBytes(authenticatorData),
        ];
        return Credential(new Dictionary<string, object>
        {
            ["clientDataJSON"] = Encode(clientData),
            ["attestationObject"] = Encode(attestation),
            ["transports"] = Transports,
        });
    }

    /// <summary>The response of <c>get()</c> as JSON.</summary>
    public string Get(string optionsJson)
    {
        using var options = JsonDocument.Parse(optionsJson);
        var clientData = ClientData("webauthn.get", options.RootElement.GetProperty("challenge").GetString()!);
        var authenticatorData = AuthenticatorData(options.RootElement.GetProperty("rpId").GetString()!, UserPresent | UserVerified, []);
        var signature = _key.SignData([.. authenticatorData, .. SHA256.HashData(clientData)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Credential(new Dictionary<string, object>
        {
            ["clientDataJSON"] = Encode(clientData),
            ["authenticatorData"] = Encode(authenticatorData),
            ["signature"] = Encode(signature),
            ["userHandle"] = Encode(_userHandle),
        });
    }

    private string Credential(Dictionary<string, object> response) => JsonSerializer.Serialize(new
    {
        id = Encode(_id),
        rawId = Encode(_id),
        type = "public-key",
        clientExtensionResults = new { },
        response,
    });

    private byte[] ClientData(string type, string challenge) => JsonSerializer.SerializeToUtf8Bytes(
        new { type, challenge, origin = origin.GetLeftPart(UriPartial.Authority), crossOrigin = false });

    private byte[] AuthenticatorData(string relyingParty, int flags, byte[] credential)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, ++_signatures);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(relyingParty)), (byte)flags, .. count, .. credential];
    }

    // RFC 9053, 7.1: kty 2 (EC2), alg -7 (ES256), crv 1 (P-256), x, y.
    private byte[] CosePublicKey()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        return [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, .. CborBytes(point.X!), 0x22, .. CborBytes(point.Y!)];
    }

    private static byte[] CborText(string text) => [(byte)(0x60 + text.Length), .. Encoding.UTF8.GetBytes(text)];

    private static byte[] CborBytes(byte[] bytes) => bytes.Length < 256
        ? [0x58, (byte)bytes.Length, .. bytes]
        : [0x59, (byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes];

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);

    private static byte[] Decode(string text) => Base64Url.DecodeFromChars(text);
}
