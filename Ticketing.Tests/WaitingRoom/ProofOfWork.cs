using System.Security.Cryptography;
using System.Text;

namespace Ticketing.Tests.WaitingRoom;

/// <summary>Solves a proof-of-work challenge like the browser, with an independent implementation.</summary>
internal static class ProofOfWork
{
    public static string Solve(string challenge, int bits)
    {
        for (var number = 0; ; number++)
        {
            var answer = FormattableString.Invariant($"{challenge}.{number}");
            if (LeadingZeros(SHA256.HashData(Encoding.ASCII.GetBytes(answer))) >= bits)
            {
                return answer;
            }
        }
    }

    private static int LeadingZeros(byte[] digest) => string.Concat(digest.Take(4).Select(value => Convert.ToString(value, 2).PadLeft(8, '0'))).TakeWhile(bit => bit == '0').Count();
}
