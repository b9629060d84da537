import type { LinkKind } from '../../auth/ticketKinds.js';

/** What the page of a link says, in one language. */
export interface VerifyTexts {
  /** Heading, the sentence under it (about `{email}`) and the button, for each kind of link. */
  readonly links: Record<LinkKind, readonly [title: string, sentence: string, button: string]>;
  readonly invalidTitle: string;
  readonly invalid: string;
  readonly doneTitle: string;
  readonly done: string;
  readonly laterTitle: string;
  readonly later: string;
  readonly continue: string;
}

const en: VerifyTexts = {
  links: {
    verifyEmail: ['Verify your email', 'Confirm that {email} is your address.', 'Verify email'],
    passwordlessEmail: ['Sign in', 'You are about to sign in as {email}.', 'Sign in'],
    emailConfirmChange: [
      'Change your email address',
      'Your account will have the address {email}.',
      'Change address',
    ],
    passwordReset: [
      'Reset your password',
      'You are about to sign in as {email} to set a new password.',
      'Continue',
    ],
    invite: ['Accept the invitation', 'You are about to sign in as {email}.', 'Accept invitation'],
  },
  invalidTitle: 'This link does not work',
  invalid: 'It was used already, or has expired. Ask for a new one.',
  doneTitle: 'Done',
  done: 'You can close this page.',
  laterTitle: 'Please try again',
  later: 'The service is not available at the moment. Your link still works: try again in a minute.',
  continue: 'Continue',
};

const fr: VerifyTexts = {
  links: {
    verifyEmail: [
      'Vérifiez votre adresse e-mail',
      'Confirmez que {email} est votre adresse.',
      'Vérifier l’adresse',
    ],
    passwordlessEmail: ['Connexion', 'Vous allez vous connecter en tant que {email}.', 'Se connecter'],
    emailConfirmChange: [
      'Changez votre adresse e-mail',
      'Votre compte aura l’adresse {email}.',
      'Changer l’adresse',
    ],
    passwordReset: [
      'Réinitialisez votre mot de passe',
      'Vous allez vous connecter en tant que {email} pour choisir un nouveau mot de passe.',
      'Continuer',
    ],
    invite: [
      'Acceptez l’invitation',
      'Vous allez vous connecter en tant que {email}.',
      'Accepter l’invitation',
    ],
  },
  invalidTitle: 'Ce lien ne fonctionne pas',
  invalid: 'Il a déjà été utilisé ou a expiré. Demandez-en un nouveau.',
  doneTitle: 'C’est fait',
  done: 'Vous pouvez fermer cette page.',
  laterTitle: 'Veuillez réessayer',
  later:
    'Le service est momentanément indisponible. Votre lien fonctionne toujours : réessayez dans une minute.',
  continue: 'Continuer',
};

const es: VerifyTexts = {
  links: {
    verifyEmail: [
      'Verifique su correo electrónico',
      'Confirme que {email} es su dirección.',
      'Verificar correo',
    ],
    passwordlessEmail: ['Iniciar sesión', 'Va a iniciar sesión como {email}.', 'Iniciar sesión'],
    emailConfirmChange: [
      'Cambie su dirección de correo',
      'Su cuenta tendrá la dirección {email}.',
      'Cambiar dirección',
    ],
    passwordReset: [
      'Restablezca su contraseña',
      'Va a iniciar sesión como {email} para elegir una contraseña nueva.',
      'Continuar',
    ],
    invite: ['Acepte la invitación', 'Va a iniciar sesión como {email}.', 'Aceptar invitación'],
  },
  invalidTitle: 'Este enlace no funciona',
  invalid: 'Ya se ha usado o ha caducado. Pida uno nuevo.',
  doneTitle: 'Hecho',
  done: 'Puede cerrar esta página.',
  laterTitle: 'Vuelva a intentarlo',
  later:
    'El servicio no está disponible en este momento. Su enlace sigue funcionando: inténtelo dentro de un minuto.',
  continue: 'Continuar',
};

const de: VerifyTexts = {
  links: {
    verifyEmail: [
      'E-Mail-Adresse bestätigen',
      'Bestätigen Sie, dass {email} Ihre Adresse ist.',
      'Adresse bestätigen',
    ],
    passwordlessEmail: ['Anmelden', 'Sie melden sich als {email} an.', 'Anmelden'],
    emailConfirmChange: [
      'E-Mail-Adresse ändern',
      'Ihr Konto wird die Adresse {email} haben.',
      'Adresse ändern',
    ],
    passwordReset: [
      'Passwort zurücksetzen',
      'Sie melden sich als {email} an, um ein neues Passwort festzulegen.',
      'Weiter',
    ],
    invite: ['Einladung annehmen', 'Sie melden sich als {email} an.', 'Einladung annehmen'],
  },
  invalidTitle: 'Dieser Link funktioniert nicht',
  invalid: 'Er wurde schon benutzt oder ist abgelaufen. Fordern Sie einen neuen an.',
  doneTitle: 'Fertig',
  done: 'Sie können diese Seite schließen.',
  laterTitle: 'Bitte noch einmal versuchen',
  later:
    'Der Dienst ist im Moment nicht erreichbar. Ihr Link gilt weiterhin: Versuchen Sie es in einer Minute noch einmal.',
  continue: 'Weiter',
};

const pt: VerifyTexts = {
  links: {
    verifyEmail: ['Verifique o seu e-mail', 'Confirme que {email} é o seu endereço.', 'Verificar e-mail'],
    passwordlessEmail: ['Iniciar sessão', 'Vai iniciar sessão como {email}.', 'Iniciar sessão'],
    emailConfirmChange: [
      'Altere o seu endereço de e-mail',
      'A sua conta terá o endereço {email}.',
      'Alterar endereço',
    ],
    passwordReset: [
      'Reponha a sua palavra-passe',
      'Vai iniciar sessão como {email} para definir uma nova palavra-passe.',
      'Continuar',
    ],
    invite: ['Aceite o convite', 'Vai iniciar sessão como {email}.', 'Aceitar convite'],
  },
  invalidTitle: 'Esta ligação não funciona',
  invalid: 'Já foi usada ou expirou. Peça uma nova.',
  doneTitle: 'Concluído',
  done: 'Pode fechar esta página.',
  laterTitle: 'Tente novamente',
  later:
    'O serviço não está disponível neste momento. A sua ligação continua válida: tente dentro de um minuto.',
  continue: 'Continuar',
};

const texts: Readonly<Record<string, VerifyTexts>> = { en, fr, es, de, pt };

/** The first language that there is, of those that are wished in this order; English otherwise. */
export function chooseTexts(wished: readonly (string | undefined)[]): { locale: string; texts: VerifyTexts } {
  for (const locale of wished) {
    const found = locale !== undefined && Object.hasOwn(texts, locale) ? texts[locale] : undefined;
    if (locale !== undefined && found) return { locale, texts: found };
  }
  return { locale: 'en', texts: en };
}

/** Languages of an `Accept-Language` header, most wanted first, without their regions (RFC 9110 section 12.5.4). */
export function acceptedLanguages(header: string | undefined): string[] {
  return (header ?? '')
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const weight = parameters
        .map((each) => /^\s*q=([\d.]+)\s*$/.exec(each)?.[1])
        .find((each) => each !== undefined);
      return {
        locale: tag.trim().toLowerCase().split('-')[0] ?? '',
        weight: weight === undefined ? 1 : Number(weight),
      };
    })
    .filter(({ locale, weight }) => locale !== '' && weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ locale }) => locale);
}
