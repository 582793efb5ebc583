using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Ticketing.Core.Common;

/// <summary>Conditions that only a bug can break. They stay on in production: a wrong seat is worse than an error.</summary>
public static class Invariant
{
    /// <summary>Throws <see cref="InvariantException"/> when <paramref name="condition"/> is false.</summary>
    public static void Holds([DoesNotReturnIf(false)] bool condition, [CallerArgumentExpression(nameof(condition))] string expression = "")
    {
        if (!condition)
        {
            throw new InvariantException(expression);
        }
    }
}

/// <summary>An invariant did not hold; the message is its expression.</summary>
public sealed class InvariantException : Exception
{
    public InvariantException()
    {
    }

    public InvariantException(string message) : base($"Invariant broken: {message}")
    {
    }

    public InvariantException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
