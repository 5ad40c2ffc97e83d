namespace LabQueue;

/// <summary>Whose users a site knows. On the wire: the name in lower case.</summary>
public enum UsersMode
{
    /// <summary>A user must have an account here.</summary>
    Own,

    /// <summary>A valid token is enough; the users live in a SENAITE installation.</summary>
    Token,
}
