namespace Ticketing.Infrastructure.Configuration;

/// <summary>The application cannot start; the message is a sentence for its operator that names the cause and the remedy.</summary>
public class StartUpException : Exception
{
    public StartUpException()
    {
    }

    public StartUpException(string message) : base(message)
    {
    }

    public StartUpException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
